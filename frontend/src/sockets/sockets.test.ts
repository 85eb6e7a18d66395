import { expect, test } from 'vitest';
import { bulkEntries } from './bulk';
import { collect } from './collect';
import { manageTabs, tabOf } from './manage';
import { notices } from './notices';
import { profileEntries } from './profile';
import { railEntries } from './rail';
import { settingsEntries, settingsFor } from './settings';
import { stepOf } from './step-kinds';
import type { StepWords } from './steps';
import { timelineKinds } from './timeline';
import { tools } from './tools';

const routes = import.meta.glob<string>('../routes/**/*.tsx', { query: '?raw', import: 'default', eager: true });

test('entries come in the order of their numbers, whether a file has one or several', () => {
  const [first, second, third] = [{ order: 1 }, { order: 2 }, { order: 3 }];
  expect(collect({ a: [third, first], b: second })).toEqual([first, second, third]);
});

test.each([
  ['rail', railEntries],
  ['settings', settingsEntries],
  ['profile', profileEntries],
  ['tools', tools],
  ['manage', manageTabs],
  ['bulk', bulkEntries],
] as const)('%s: each name and each number is there once', (_, entries) => {
  expect(entries.length).toBeGreaterThan(2);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  expect(new Set(entries.map(({ order }) => order)).size).toBe(entries.length);
});

test.each([
  ['timeline', timelineKinds],
  ['notices', notices],
] as const)('%s: each kind is there once', (_, entries) => {
  expect(entries.length).toBeGreaterThan(2);
  expect(new Set(entries.map(({ kind }) => kind)).size).toBe(entries.length);
});

test('an address names a tab; an unknown one is the first', () => {
  expect(tabOf('profiles').id).toBe('profiles');
  expect(tabOf('nothing').id).toBe('info');
});

test('a page of the settings is guarded by an entry that exists', () => {
  const guards = Object.values(routes).flatMap((text) => [...text.matchAll(/<Guarded entry="([^"]+)"/g)]);
  expect(guards.length).toBeGreaterThan(10);
  const known = settingsEntries.map(({ id }) => id);
  expect(guards.map(([, entry]) => entry).filter((entry) => !known.includes(entry ?? ''))).toEqual([]);
  expect(settingsFor(['tags:manage']).map(({ id }) => id)).toEqual(['tags']);
});

test('a step is said as a sentence of the capability that brings it; a kind that nobody brings has none', () => {
  const words = {
    say: (name: string, values: object = {}) => `${name} ${JSON.stringify(values)}`,
    list: (items: readonly string[]) => items.join(' + '),
    name: (thing: string, id: unknown) => `${thing} ${id}`,
  } as unknown as StepWords;
  expect(stepOf('add_tags')?.says({ tag_ids: ['a'] }, words)).toBe('records/tags.steps.add_tags.says {"tags":"tag a"}');
  expect(stepOf('stop')?.says({}, words)).toBe('edge/automations.steps.stop.stop {}');
  expect(stepOf('grant_credits')).toBeUndefined();
});
