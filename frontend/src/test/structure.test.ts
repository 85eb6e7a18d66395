import { expect, test } from 'vitest';
import { languages } from '@/i18n';
import * as rules from './rules';

const files = import.meta.glob<string>(
  ['../**/*.{ts,tsx}', '!../**/*.test.*', '!../api/gen/**', '!../**/*.gen.*', '!../test/**'],
  { query: '?raw', import: 'default', eager: true },
);
const texts = import.meta.glob<unknown>('../**/i18n/*.json', { import: 'default', eager: true });

const sources = Object.entries(files).map(([glob, text]) => ({ path: glob.slice('../'.length), text }));
const paths = sources.map(({ path }) => path);
const found = (rule: (source: rules.Source) => string[]) =>
  sources.flatMap((source) => rule(source).map((what) => `${source.path}: ${what}`));
const source = (path: string, text = ''): rules.Source => ({ path, text });

test('every file was found', () => expect(files && sources.length).toBeGreaterThan(500));

test('imports point one way', () => {
  expect(found(rules.upwards)).toEqual([]);
  expect(rules.upwards(source('ui/button.tsx', "import { x } from '@/features/app/start/page';"))).toHaveLength(1);
  expect(rules.upwards(source('lib/x.ts', "const x = import('../api/session')"))).toEqual(['api/session']);
  expect(rules.upwards(source('routes/about.tsx', "import { x } from '@/features/app/about/page';"))).toEqual([]);
});

test('every feature lies in a capability of a group', () => {
  expect(rules.homeless(paths)).toEqual([]);
  expect(rules.homeless(['features/live/live.tsx', 'features/people/members/page.tsx'])).toHaveLength(2);
});

test('three files that begin with the same word are a folder', () => {
  expect(rules.samePrefix(paths.filter((path) => !path.startsWith('routes/')))).toEqual([]);
  expect(rules.samePrefix(['lib/run.ts', 'lib/run-row.tsx', 'lib/use-run-list.ts', 'lib/run.test.ts'])).toEqual([
    'lib/run-',
  ]);
});

test(`no file is longer than ${rules.MAX_LINES} lines`, () => {
  expect(sources.filter(rules.tooLong).map(({ path }) => path)).toEqual([]);
  expect(rules.tooLong(source('lib/x.ts', '\n'.repeat(rules.MAX_LINES)))).toBe(true);
});

const folders = [...new Set(Object.keys(texts).map((path) => path.replace(/[^/]+\.json$/, '')))];

test.each(folders)('%s says the same in every language', (folder) => {
  for (const language of Object.keys(languages))
    expect(rules.untranslated(texts[`${folder}en.json`], texts[`${folder}${language}.json`])).toEqual([]);
});

test('a text that is missing, empty or says another value is noticed', () => {
  const english = { title: 'Notes', list: { of: 'Notes of {{name}}', none: 'None' } };
  expect(rules.untranslated(english, { title: 'Notas', list: { of: 'Notas de {{who}}', none: ' ' } })).toEqual([
    'list.of',
    'list.none',
  ]);
  expect(rules.untranslated(english, { ...english, more: 'Más' })).toEqual(['more']);
  expect(rules.untranslated(english, undefined)).toHaveLength(1);
});
