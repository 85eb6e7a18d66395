// What a first visit must load, gzipped, counted from Vite's manifest: each entry with everything it imports statically,
// plus the lazy chunk its first screen needs. Fails the build above the budget.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
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
].filter(({ roots }) => roots.every((root) => root in manifest || !root.startsWith('src/routes/_app/')));

function collect(key, files) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`initial: ${key} is not in the manifest`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const next of chunk.imports ?? []) collect(next, files);
}

const kib = (files) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0) / 1024;

for (const loader of ['form.js', 'widgets.js']) {
  const size = gzipSync(readFileSync(new URL(`embed/${loader}`, dist)), { level: 9 }).length;
  process.stdout.write(`embed/${loader}: ${size} bytes of 2048\n`);
  if (size > 2048) process.exitCode = 1;
}

for (const { name, roots, limitKiB = 200 } of pages) {
  const files = new Set();
  for (const root of roots) collect(root, files);
  const script = kib([...files].filter((file) => file.endsWith('.js')));
  const style = kib([...files].filter((file) => file.endsWith('.css')));
  process.stdout.write(
    `initial ${name}: ${script.toFixed(1)} KiB script of ${limitKiB}, ${style.toFixed(1)} KiB style, ${files.size} files\n`,
  );
  if (script > limitKiB) process.exitCode = 1;
}
