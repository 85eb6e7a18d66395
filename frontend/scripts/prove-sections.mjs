// Shows what a capability costs those who do not look at it: builds a copy of these sources as they are, with an empty capability
// that attaches itself everywhere but in the rail, and with one that stands in the rail too, and compares first visits.
// Fails when the first visit of /w grows by more than the names of the new chunks. Takes three builds.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { firstVisits } from './first-visits.mjs';

const MOST = 102; // a tenth of a KiB
const here = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'atrium-sections-'));
const capability = join(copy, 'src/features/work/empty');

const entry = (socket, type, fields) => `import { lazy } from 'react';
import { Circle } from 'lucide-react';
import { preloadable } from '@/lib/preloadable';
import type { ${type} } from '@/sockets/${socket}';

export default { id: 'empty', order: 500, ${fields} } satisfies ${type};
`;
const files = {
  'page.tsx': 'export default function Empty() {\n  return <p>Empty</p>;\n}\n',
  'settings.ts': entry(
    'settings',
    'SettingsEntry',
    "to: '/settings', label: 'work/empty.settings', icon: Circle, permission: 'members:read'",
  ),
  'profile.ts': entry(
    'profile',
    'ProfileEntry',
    "label: 'work/empty.profile', component: preloadable(() => import('./page')), texts: ['work/empty']",
  ),
  'tools.ts': entry('tools', 'Tool', "component: preloadable(() => import('./page')), texts: ['work/empty']"),
  'manage.ts': entry('manage', 'ManageTab', "label: 'work/empty.manage', component: lazy(() => import('./page'))"),
  'bulk.ts': entry(
    'bulk',
    'BulkEntry',
    "label: 'work/empty.bulk', icon: Circle, permission: 'customers:write', dialog: lazy(() => import('./page'))",
  ),
  'notices.ts': `export default { kind: 'empty', order: 500, label: 'work/empty.notices' };\n`,
  'live.ts': `export default { ofCustomer: ['getEmpty'] };\n`,
};
const names = { settings: 'Empty', profile: 'Empty', manage: 'Empty', bulk: 'Empty', notices: 'Empty' };
const rail = entry('rail', 'RailEntry', "to: '/settings', label: 'work/empty.label', icon: Circle");

const write = (name, text) => {
  mkdirSync(join(capability, name, '..'), { recursive: true });
  writeFileSync(join(capability, name), typeof text === 'string' ? text : JSON.stringify(text));
};
const build = () => {
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], {
    cwd: copy,
    stdio: 'inherit',
  });
  return firstVisits(pathToFileURL(`${copy}/dist/`));
};

try {
  for (const name of ['src', 'public', 'index.html', 'docs.html', 'form.html', 'embed.html', 'package.json'])
    cpSync(join(here, name), join(copy, name), { recursive: true });
  for (const name of ['vite.config.ts', 'tsconfig.json', 'tsconfig.app.json', 'tsconfig.node.json'])
    cpSync(join(here, name), join(copy, name));
  symlinkSync(join(here, 'node_modules'), join(copy, 'node_modules'));
  const before = build();
  for (const [name, text] of Object.entries(files)) write(name, text);
  for (const language of ['en', 'es']) {
    write(`names.${language}.json`, names);
    write(`i18n/${language}.json`, { title: 'Empty' });
  }
  const section = build();
  write('rail.ts', rail);
  for (const language of ['en', 'es']) write(`rail.${language}.json`, { label: 'Empty' });
  const inRail = build();
  before.forEach(({ name, script }, index) => {
    const [more, most] = [section, inRail].map((visits) => visits[index].script - script);
    process.stdout.write(
      `first visit ${name}: ${script} bytes of script; with an empty section ${more >= 0 ? '+' : ''}${more}, in the rail too ${most >= 0 ? '+' : ''}${most}\n`,
    );
    if (name === '/w' && more > MOST) process.exitCode = 1;
  });
} finally {
  rmSync(copy, { recursive: true, force: true });
}
