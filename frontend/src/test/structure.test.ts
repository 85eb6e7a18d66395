import { expect, test } from 'vitest';
import { languages } from '@/i18n';
import * as rules from './rules';

const files = import.meta.glob<string>(
  ['../**/*.{ts,tsx}', '!../**/*.test.*', '!../api/gen/**', '!../**/*.gen.*', '!../test/**'],
  { query: '?raw', import: 'default', eager: true },
);
const texts = import.meta.glob<unknown>('../**/i18n/*.json', { import: 'default', eager: true });
const names = import.meta.glob<unknown>('../features/*/*/{names,rail}.*.json', { import: 'default', eager: true });

const sources = Object.entries(files).map(([glob, text]) => ({ path: glob.slice('../'.length), text }));
const paths = sources.map(({ path }) => path);
const found = (rule: (source: rules.Source) => string[]) =>
  sources.flatMap((source) => rule(source).map((what) => `${source.path}: ${what}`));
const source = (path: string, text = ''): rules.Source => ({ path, text });

const known = new Set(
  Object.keys(texts)
    .map((path) => /^\.\.\/(?:features\/)?(.+)\/i18n\/en\.json$/.exec(path)?.[1] ?? '')
    .filter(Boolean),
);

test('every file was found', () => {
  expect(sources.length).toBeGreaterThan(500);
  expect(known).toContain('records/notes');
  expect(known).toContain('components');
});

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

test('a capability uses what stands below it, and of others only what they share', () => {
  expect(found(rules.foreign)).toEqual([]);
  const notes = 'features/records/notes/notes.tsx';
  expect(rules.foreign(source(notes, "import { x } from '@/features/billing/credits/shared/x';"))).toHaveLength(1);
  expect(rules.foreign(source(notes, "const x = import('../tags/tool')"))).toEqual(['features/records/tags/tool']);
  expect(rules.foreign(source(notes, "import { x } from '@/features/records/tags/shared/x';"))).toEqual([]);
  expect(rules.foreign(source(notes, "import { x } from '@/features/access/roles/shared/lock';"))).toEqual([]);
  expect(rules.foreign(source(notes, "import { x } from './composer';"))).toEqual([]);
});

test('texts are used like code', () => {
  expect(found((file) => rules.foreignTexts(file, known))).toEqual([]);
  const notes = 'features/records/notes/notes.tsx';
  expect(rules.foreignTexts(source(notes, "useTranslation('billing/credits')"), known)).toEqual(['billing/credits']);
  expect(rules.foreignTexts(source(notes, 't(`app/shell:account`)'), known)).toEqual(['app/shell']);
  expect(rules.foreignTexts(source(notes, "useTranslation(['records/notes', 'components'])"), known)).toEqual([]);
});

test('no capabilities use each other in a ring', () => {
  expect(rules.cycles(sources, known)).toEqual([]);
  const ring = [
    source('features/records/notes/notes.tsx', "import { x } from '@/features/records/tags/shared/x';"),
    source('features/records/tags/tags.tsx', "import { x } from '@/features/records/folders/shared/x';"),
    source('features/records/folders/folders.tsx', "useTranslation('records/notes')"),
  ];
  expect(rules.cycles(ring, known)).toEqual(['records/folders ⇄ records/notes ⇄ records/tags']);
  expect(rules.cycles(ring.slice(1), known)).toEqual([]);
});

test('what is for all, and the sockets, name no capability', () => {
  expect(found((file) => rules.namesCapability(file, known))).toEqual([]);
  const socket = (text: string) => rules.namesCapability(source('sockets/tools.ts', text), known);
  expect(socket("import { x } from '../features/records/tags/tool';")).toHaveLength(1);
  expect(socket("import.meta.glob('../features/records/*/tools.ts')")).toEqual([]);
  expect(socket("import.meta.glob('../features/*/*/tools.ts')")).toEqual([]);
  expect(rules.namesCapability(source('components/x.tsx', "useTranslation('records/notes')"), known)).toHaveLength(1);
});

test('the frame names no capability', () => {
  expect(found((file) => rules.namesFromFrame(file, known))).toEqual([]);
  const rail = (text: string) => rules.namesFromFrame(source('features/app/shell/rail.tsx', text), known);
  expect(rail("import { x } from '@/features/engage/notifications/shared/bell';")).toHaveLength(1);
  expect(rail("useTranslation(['app/shell', 'edge/forms'])")).toEqual(['features/edge/forms']);
  expect(rail("import { x } from '@/sockets/rail'; import { y } from './account-menu';")).toEqual([]);
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

const spoken = { ...texts, ...names };
/** Without the language and the end: `…/i18n/`, `…/names.`. */
const places = [...new Set(Object.keys(spoken).map((path) => path.replace(/[a-z]+\.json$/, '')))];

test.each(places)('%s says the same in every language', (place) => {
  for (const language of Object.keys(languages))
    expect(rules.untranslated(spoken[`${place}en.json`], spoken[`${place}${language}.json`])).toEqual([]);
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
