import { expect, test } from 'vitest';

/** Imports point one way: routes → features → components → ui → lib; one feature never looks inside another. */
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!../api/gen/**', '!../*.gen.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const layers = ['lib', 'i18n', 'api', 'ui', 'components', 'features', 'routes'];
const MAX_LINES = 250;

const pathOf = (glob: string) => new URL(glob, 'file:///src/test/').pathname.slice('/src/'.length);
/** Files that lie directly in `src` are entries: they may import everything. */
const rank = (path: string) => {
  const layer = layers.indexOf(path.split('/')[0] ?? '');
  return layer < 0 ? layers.length : layer;
};

/** The slice a file of `features` belongs to: `features/home`, or `features/records/tags` once there are groups. */
const slice = (path: string) =>
  path
    .split('/')
    .slice(0, -1)
    .join('/')
    .replace(/\/i18n$/, '');

function wrongImports(from: string, source: string): string[] {
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'((?:@\/|\.)[^']*)'/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/\.(css(\?inline)?|gen)$/.test(target))
    .map((target) => (target.startsWith('@/') ? target.slice(2) : new URL(target, `file:///${from}`).pathname.slice(1)))
    .filter((to) => {
      if (rank(to) > rank(from)) return true;
      return (
        from.startsWith('features/') &&
        to.startsWith('features/') &&
        to !== 'features/registry' &&
        slice(to) !== slice(from)
      );
    });
}

const files = Object.entries(sources)
  .map(([glob, source]) => [pathOf(glob), source] as const)
  .filter(([path]) => !path.endsWith('.d.ts'));

test('every file was found', () => expect(files.length).toBeGreaterThan(20));

test('imports point one way', () => {
  expect(files.flatMap(([path, source]) => wrongImports(path, source).map((to) => `${path} imports ${to}`))).toEqual(
    [],
  );
});

test('a wrong import is noticed', () => {
  expect(wrongImports('ui/button.tsx', "import { x } from '@/features/home/page';")).toHaveLength(1);
  expect(wrongImports('features/home/page.tsx', "import { x } from '../reference/schema';")).toHaveLength(1);
  expect(wrongImports('features/home/page.tsx', "const x = import('@/features/reference/schema')")).toHaveLength(1);
  expect(wrongImports('features/home/page.tsx', "import { x } from './health';")).toEqual([]);
});

test(`no file is longer than ${MAX_LINES} lines`, () => {
  expect(files.filter(([, source]) => source.split('\n').length > MAX_LINES).map(([path]) => path)).toEqual([]);
});
