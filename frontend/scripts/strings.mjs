// Writes the types of all texts from the tree: a namespace is the path of the folder its `i18n` lies in, so that a misspelt key
// does not compile and nobody keeps a list. Runs before every build and before types are checked.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const src = new URL('../src/', import.meta.url);
const target = new URL('i18n/strings.gen.d.ts', src);

const folders = readdirSync(src, { recursive: true })
  .map((path) => String(path).replaceAll('\\', '/'))
  .filter((path) => path.endsWith('/i18n/en.json'))
  .map((path) => path.slice(0, -'/i18n/en.json'.length))
  .sort();
const lines = folders.map(
  (folder) => `    '${folder.replace(/^features\//, '')}': typeof import('../${folder}/i18n/en.json');`,
);
const text = `import 'i18next';

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
