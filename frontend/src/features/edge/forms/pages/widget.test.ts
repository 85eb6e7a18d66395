import { expect, test, vi } from 'vitest';
import type { EmbedSessionOut } from '@/api/gen/types.gen';
import { EmbedClient } from '@/features/edge/embeds/shared/client';
import { words } from '@/features/edge/embeds/shared/words';
import { widgetForm } from './widget';

const session = (token: string, seconds: number) =>
  ({ access_token: token, expires_at: new Date(Date.now() + seconds * 1000).toISOString() }) as EmbedSessionOut;

test('a form is sent with the bearer, and what is wrong where comes back', async () => {
  const errors = [{ pointer: '/values/email', code: 'not_an_email', message: 'must be an e-mail address' }];
  const sent: unknown[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    if (String(input).endsWith('/sessions')) return new Response(JSON.stringify(session('second', 900)));
    const authorization = new Headers(init?.headers).get('authorization');
    sent.push([init?.method, authorization, JSON.parse(String(init?.body))]);
    if (authorization === 'Bearer first')
      return new Response(JSON.stringify({ code: 'embed-session-ended' }), { status: 401 });
    return new Response(JSON.stringify({ code: 'invalid', errors }), { status: 422, headers: { 'Retry-After': '3' } });
  });
  const { client } = EmbedClient.of(session('first', 900), async () => 'code');
  const told = vi.fn();
  const source = widgetForm(client, told);
  const post = { token: 't', values: { email: 'x' }, trap: '', page_url: undefined, language: 'en' };
  await expect(source.send(post)).rejects.toEqual({ status: 422, code: 'invalid', errors, wait: 3 });
  const body = { token: 't', values: { email: 'x' }, trap: '', language: 'en' };
  expect(sent).toEqual([
    ['POST', 'Bearer first', body],
    ['POST', 'Bearer second', body],
  ]);
  source.sent({ thank_you: '', redirect_url: 'https://shop.example/thanks' });
  expect(told).toHaveBeenCalledWith({ type: 'form', redirect_url: 'https://shop.example/thanks' });
  const refusal = { status: 401, code: 'embed-token-revoked', errors: [], wait: 0 };
  expect([source.sentence?.(refusal), source.sentence?.({ ...refusal, status: 429, code: 'rate-limited' })]).toEqual([
    words.problem.revoked,
    null,
  ]);
});
