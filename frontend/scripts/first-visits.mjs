// What a first visit of each page must load, gzipped, counted from Vite's manifest: each entry with everything it imports
// statically, plus the lazy chunks that its first screen needs.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const component = (route) => `src/routes/${route}.tsx?tsr-split=component`;
const words = (...places) => places.map((place) => `src/${place}/i18n/en.json`);
const app = [
  'index.html',
  component('_app'),
  'src/i18n/rail/en.ts',
  ...words('ui', 'components', 'features/app/shell'),
];
const pages = [
  {
    name: '/login',
    roots: ['index.html', component('login'), ...words('ui', 'components', 'features/access/sessions')],
  },
  { name: '/start', roots: [...app, component('_app/start'), ...words('features/app/start')] },
  { name: '/w', roots: [...app, component('_app/w')], limitKiB: 190 },
  { name: '/customers', roots: [...app, component('_app/customers')] },
  { name: '/docs', roots: ['docs.html'], limitKiB: 130 },
  { name: '/f', roots: ['form.html'], limitKiB: 60 },
  { name: '/embed', roots: ['embed.html'], limitKiB: 54 }, // with its style below 60 kB
];

export const zipped = (address) => gzipSync(readFileSync(address), { level: 9 }).length;

/** Of each page: bytes of script and of style, how many files, and how many KiB of script there may be. */
export function firstVisits(dist) {
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
  const collect = (key, files) => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`first visits: ${key} is not in the manifest`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const next of chunk.imports ?? []) collect(next, files);
  };
  const bytes = (files) => files.reduce((sum, file) => sum + zipped(new URL(file, dist)), 0);
  return pages.map(({ name, roots, limitKiB = 200 }) => {
    const files = new Set();
    for (const root of roots) collect(root, files);
    const all = [...files];
    return {
      name,
      limitKiB,
      files: all.length,
      script: bytes(all.filter((file) => file.endsWith('.js'))),
      style: bytes(all.filter((file) => file.endsWith('.css'))),
    };
  });
}
