// Makes package-lock.json the same on every machine. A registry mirror may carry only some platforms' native packages;
// npm then leaves the others out of the lock and `npm ci` refuses it ("Missing: … from lock file"). Each missing optional
// dependency becomes a stub that `npm ci` skips by `os` and `cpu`. Registry addresses are dropped as well.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32'];
const processors = ['arm64', 'x64', 'ia32', 'riscv64', 'ppc64', 's390x', 'loong64', 'mips64el', 'wasm32', 'arm'];
const named = (name, words) => words.find((word) => new RegExp(`(^|[-/.])${word}([-.]|$)`).test(name));

/** Node looks for a dependency in its own node_modules, then in each parent's. */
function isLocked(path, dependency) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder && `${folder}/`}node_modules/${dependency}`]) return true;
    if (!folder.includes('/node_modules/')) return Boolean(lock.packages[`node_modules/${dependency}`]);
  }
}

function stub(dependency, range, owner) {
  const cpu = named(dependency, processors) ?? (/armv?\d|armhf|gnueabi/.test(dependency) ? 'arm' : undefined);
  return {
    version: range.replace(/^[\^~>=\s]+/, ''),
    ...(cpu && { cpu: [cpu] }),
    ...(owner.dev && { dev: true }),
    optional: true,
    os: [named(dependency, systems) ?? 'none'],
    ...(/musl/.test(dependency) && { libc: ['musl'] }),
  };
}

let added = 0;
for (const [path, entry] of Object.entries({ ...lock.packages })) {
  if (/^https?:/.test(entry.resolved ?? '')) delete entry.resolved;
  for (const [dependency, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, dependency)) continue;
    lock.packages[`node_modules/${dependency}`] = stub(dependency, range, entry);
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(
  `complete-lock: ${added} platform stubs added, ${Object.keys(lock.packages).length - 1} packages\n`,
);
