// Writes the types of all texts from the tree: a namespace is the path of the folder its `i18n` lies in, so that a misspelt key
// does not compile and nobody keeps a list. Runs before every build and before types are checked.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const src = new URL('../src/', import.meta.url);
const target = new URL('i18n/strings.gen.d.ts', src);

const paths = readdirSync(src, { recursive: true })
  .map((path) => String(path).replaceAll('\\', '/'))
  .sort();
const entry = (name, path) => `    '${name}': typeof import('../${path}');`;
const folders = paths
  .filter((path) => path.endsWith('/i18n/en.json'))
  .map((path) => entry(path.slice(0, -'/i18n/en.json'.length).replace(/^features\//, ''), path));
/** What `src/i18n/rail` and `src/i18n/names` gather from the capabilities. */
const gathered = ['names', 'rail'].flatMap((name) => [
  `    ${name}: {`,
  ...paths
    .filter((path) => path.endsWith(`/${name}.en.json`))
    .map((path) => `  ${entry(path.split('/').slice(1, -1).join('/'), path)}`),
  '    };',
]);
const lines = [...folders, ...gathered];
// The compiler keeps what it knew of files that did not change, and does not see that one behind an import type did.
const hash = createHash('sha256');
for (const path of paths.filter((path) => path.endsWith('en.json'))) hash.update(readFileSync(new URL(path, src)));

const text = `// ${hash.digest('hex')}
import 'i18next';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'components';
    resources: {
${lines.join('\n')}
    };
  }
}
`;
// An unchanged file keeps its time: "make" compares times to know whether the pages have to be built again.
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text);
