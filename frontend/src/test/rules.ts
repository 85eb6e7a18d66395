/** What holds the house together, as functions of sources: `structure.test.ts` asks them, and shows that each refuses something. */
export type Source = { path: string; text: string };

const LAYERS = ['lib', 'i18n', 'api', 'ui', 'components', 'sockets', 'features', 'routes'];
/** From below: what stands further on may use what stands before it. `app` is the frame around all of them. */
const GROUPS = ['access', 'records', 'work', 'billing', 'engage', 'edge', 'app'];
export const MAX_LINES = 250;
const SAME_PREFIX = 3;

/** Files that lie directly in `src` are entries: they may import everything. */
const layerOf = (path: string) => {
  const layer = LAYERS.indexOf(path.split('/')[0] ?? '');
  return layer < 0 ? LAYERS.length : layer;
};
const groupOf = (capability: string) => GROUPS.indexOf(capability.split('/')[0] ?? '');

/** `records/notes`, for whatever lies in its folder; nothing outside of `features`. */
export const capabilityOf = (path: string): string | undefined => /^features\/([^/]+\/[^/]+)\//.exec(path)?.[1];

/** What a file imports, statically or later, as paths below `src` without the end. */
export const importsOf = ({ path, text }: Source): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'((?:@\/|\.)[^']*)'/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/\.(css(\?inline)?|gen)$/.test(target))
    .map((target) =>
      target.startsWith('@/') ? target.slice(2) : new URL(target, `file:///${path}`).pathname.slice(1),
    );

/** The namespaces of texts that a file names: a capability's own, or those of others. */
export const namespacesIn = ({ text }: Source, known: ReadonlySet<string>): string[] => [
  ...new Set(
    [...text.matchAll(/['`]([a-z][\w/-]*)(?=['`:])/g)].map(([, name = '']) => name).filter((n) => known.has(n)),
  ),
];

export const upwards = (source: Source): string[] =>
  importsOf(source).filter((to) => layerOf(to) > layerOf(source.path));

/** Of another capability only `shared/` may be used, and of another group only from above. */
export function foreign(source: Source): string[] {
  const own = capabilityOf(source.path);
  if (!own) return [];
  return importsOf(source).filter((to) => {
    const other = capabilityOf(`${to}/`);
    if (!other || other === own) return false;
    return groupOf(other) > groupOf(own) || !to.startsWith(`features/${other}/shared/`);
  });
}

/** Texts of another capability are used like its code: from above, or beside. */
export const foreignTexts = (source: Source, known: ReadonlySet<string>): string[] => {
  const own = capabilityOf(source.path);
  return namespacesIn(source, known).filter((namespace) => {
    const other = capabilityOf(`features/${namespace}/`);
    return other && (!own ? layerOf(source.path) < layerOf('routes') : groupOf(other) > groupOf(own));
  });
};

/** Files of `features` that lie in no capability of a known group. */
export const homeless = (paths: readonly string[]): string[] =>
  paths.filter((path) => path.startsWith('features/') && groupOf(capabilityOf(path) ?? '') < 0);

/** Rings of capabilities that use each other, each named once by its members. */
export function cycles(sources: readonly Source[], known: ReadonlySet<string>): string[] {
  const uses = new Map<string, Set<string>>();
  for (const source of sources) {
    const own = capabilityOf(source.path);
    if (!own) continue;
    const named = namespacesIn(source, known).map((namespace) => capabilityOf(`features/${namespace}/`));
    for (const other of [...importsOf(source).map((to) => capabilityOf(`${to}/`)), ...named])
      if (other && other !== own) uses.set(own, (uses.get(own) ?? new Set()).add(other));
  }
  const reaches = (from: string) => {
    const found = new Set<string>();
    const open = [...(uses.get(from) ?? [])];
    for (let next = open.pop(); next; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...(uses.get(next) ?? []));
    }
    return found;
  };
  const reached = new Map([...uses.keys()].map((from) => [from, reaches(from)]));
  const ring = (of: string) =>
    [...(reached.get(of) ?? [])]
      .filter((other) => reached.get(other)?.has(of))
      .sort()
      .join(' ⇄ ');
  return [...new Set([...uses.keys()].map(ring).filter(Boolean))];
}

/** What is for all names no capability: neither its folder nor its texts. Sockets collect by a pattern of files. */
export const namesCapability = (source: Source, known: ReadonlySet<string>): string[] =>
  layerOf(source.path) <= layerOf('sockets')
    ? [
        ...[...source.text.matchAll(/features\/[a-z][\w-]*\/[a-z][\w-]*/g)].map(([name]) => name),
        ...namespacesIn(source, known).filter((namespace) => capabilityOf(`features/${namespace}/`)),
      ]
    : [];

/** The frame around everything shows what the sockets collected: it names no capability but itself. */
export const namesFromFrame = (source: Source, known: ReadonlySet<string>): string[] =>
  /^features\/app\/(shell|settings)\//.test(source.path)
    ? [...importsOf(source), ...namespacesIn(source, known).map((namespace) => `features/${namespace}`)].filter(
        (to) => capabilityOf(`${to}/`) && capabilityOf(`${to}/`) !== capabilityOf(source.path),
      )
    : [];

/** Folders in which three files begin with the same word: they are a folder of that name. A hook's `use-` does not count. */
export function samePrefix(paths: readonly string[]): string[] {
  const names = new Map<string, Set<string>>();
  for (const path of paths) {
    const [, folder = '', file = ''] = /^(.*)\/([^/]+?)(?:\.test)?\.tsx?$/.exec(path) ?? [];
    if (!folder) continue;
    const name = file.replace(/^use-/, '');
    const prefix = `${folder}/${name.split('-')[0]}-`;
    names.set(prefix, (names.get(prefix) ?? new Set()).add(file));
  }
  return [...names].filter(([, files]) => files.size >= SAME_PREFIX).map(([prefix]) => prefix);
}

export const tooLong = ({ text }: Source): boolean => text.split('\n').length > MAX_LINES;

const leaves = (value: unknown, path = ''): [string, unknown][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key))
    : [[path, value]];
const placeholders = (text: unknown) => (String(text).match(/\{\{\w+\}\}/g) ?? []).sort().join();

/** Where the texts of one language differ from the English ones in keys or placeholders, or say nothing. */
export function untranslated(english: unknown, other: unknown): string[] {
  if (!other) return ['(no file)'];
  const theirs = new Map(leaves(other));
  const ours = new Map(leaves(english));
  return [
    ...[...theirs.keys()].filter((key) => !ours.has(key)),
    ...[...ours]
      .filter(([key, text]) => {
        const said = theirs.get(key);
        return typeof said !== 'string' || said.trim() === '' || placeholders(said) !== placeholders(text);
      })
      .map(([key]) => key),
  ];
}
