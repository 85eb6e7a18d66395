import { expect, test, vi } from 'vitest';
import type { EmbedBalance, EmbedSessionOut } from '@/api/gen/types.gen';
import { addressees, hostOf, isToFrame, NAMESPACE } from '../shared/bridge';
import { EmbedClient, passes, sentenceOf } from '../shared/client';
import { words } from '../shared/words';
import { moved } from './credits';
import { applyLook, inkOn } from './look';
import { textOf } from './records';

test('only a code of the right shape is taken from the host page', () => {
  expect(isToFrame({ source: NAMESPACE, type: 'code', code: 'atr_code_1' })).toBe(true);
  for (const data of [
    null,
    'code',
    { type: 'code', code: 'x' },
    { source: 'other', type: 'code', code: 'x' },
    { source: NAMESPACE, type: 'launch' },
    { source: NAMESPACE, type: 'code', code: '' },
    { source: NAMESPACE, type: 'code', code: 7 },
    { source: NAMESPACE, type: 'code', code: 'x'.repeat(201) },
  ])
    expect(isToFrame(data)).toBe(false);
});

test('the frame speaks to its host alone, and to nobody who is not allowed', () => {
  const allowed = ['https://shop.example', 'https://club.example'];
  expect(hostOf(['https://shop.example'], '')).toBe('https://shop.example');
  expect(hostOf(undefined, 'https://club.example/page')).toBe('https://club.example');
  expect(hostOf(undefined, '')).toBeNull();
  expect(addressees(allowed, 'https://club.example')).toEqual(['https://club.example']);
  expect(addressees(allowed, 'https://evil.example')).toEqual([]);
  expect(addressees(allowed, null)).toEqual(allowed);
});

const session = (token: string, seconds: number) =>
  ({
    access_token: token,
    expires_at: new Date(Date.now() + seconds * 1000).toISOString(),
    widgets: ['profile'],
  }) as EmbedSessionOut;

function serve(answers: (path: string, authorization: string) => [number, unknown]) {
  return vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    expect(init?.credentials).toBe('omit');
    const [status, body] = answers(String(input), new Headers(init?.headers).get('authorization') ?? '');
    return new Response(JSON.stringify(body), { status });
  });
}

test('a bearer that is about to end is renewed once, however many ask', async () => {
  const asked = vi.fn(async () => 'code-2');
  serve((path, authorization) =>
    path.endsWith('/sessions') ? [201, session('second', 900)] : [200, { authorization }],
  );
  const { client, view } = EmbedClient.of(session('first', 30), asked);
  expect(view).not.toHaveProperty('access_token');
  const read = await Promise.all([client.get('/profile'), client.get('/credits'), client.get('/notes')]);
  expect(read).toEqual(Array(3).fill({ authorization: 'Bearer second' }));
  expect(asked).toHaveBeenCalledTimes(1);
});

test('a bearer that has ended is renewed and the reading repeated; another refusal is passed on', async () => {
  serve((path, authorization) => {
    if (path.endsWith('/sessions')) return [201, session('second', 900)];
    return authorization === 'Bearer second' ? [200, 'read'] : [401, { code: 'embed-session-ended' }];
  });
  const { client } = EmbedClient.of(session('first', 900), async () => 'code');
  expect(await client.get('/profile')).toBe('read');
  serve(() => [401, { code: 'embed-token-revoked' }]);
  await expect(client.get('/profile')).rejects.toEqual({ status: 401, code: 'embed-token-revoked' });
});

test('refusals have sentences, and a second try is offered only where it may help', () => {
  expect(sentenceOf({ status: 401, code: 'embed-token-revoked' })).toBe(words.problem.revoked);
  expect(sentenceOf({ status: 410, code: 'launch-code-used' })).toBe(words.problem.code);
  expect(sentenceOf({ status: 418, code: 'teapot' })).toBe(words.problem.failed);
  expect([0, 401, 410, 429, 503].map((status) => passes({ status, code: '' }))).toEqual([
    true,
    false,
    false,
    true,
    true,
  ]);
});

test('text on an accent is black or white, whichever reads better', () => {
  expect([inkOn('#ffffff'), inkOn('#fde047'), inkOn('#1e1b4b'), inkOn('#b91c1c')]).toEqual([
    'black',
    'black',
    'white',
    'white',
  ]);
});

test('a look is put on and taken off again', () => {
  const root = document.createElement('div');
  const theme = { mode: 'dark', density: 'compact', radius: 4, background: null, surface: null, text: null } as const;
  applyLook(root, { ...theme, accent: '#b91c1c' });
  expect([root.dataset.theme, root.dataset.density, root.style.getPropertyValue('--accent')]).toEqual([
    'dark',
    'compact',
    '#b91c1c',
  ]);
  applyLook(root, { ...theme, accent: null });
  expect(root.style.getPropertyValue('--accent')).toBe('');
});

test('the host hears of balances that moved, and of no others', () => {
  const balance = (unit: string, amount: number) => ({ unit, balance: amount, available: amount }) as EmbedBalance;
  const before = [balance('credits', 5), balance('minutes', 9)];
  expect(moved([], before)).toHaveLength(2);
  expect(moved(before, before)).toEqual([]);
  expect(moved(before, [balance('credits', 4), balance('minutes', 9)]).map(({ unit }) => unit)).toEqual(['credits']);
});

test.each([
  ['multi_select', ['Red', 'Blue'], 'Red, Blue'],
  ['checkbox', true, words.profile.yes],
  ['percent', 12.5, '12.5 %'],
  ['currency', { amount_minor: 1250, currency: 'EUR' }, '€12.50'],
  ['currency', { amount_minor: 12, currency: 'JPY' }, '¥12'],
  ['address', { street: 'Calle 1', city: 'Madrid', region: '' }, 'Calle 1, Madrid'],
  ['text', 'plain', 'plain'],
] as const)('a value of the type %s is readable', (type, value, text) => expect(textOf({ type, value })).toBe(text));
