// Fails the build when a first visit of a page, or a loader for other people's sites, is above its budget.
import { firstVisits, zipped } from './first-visits.mjs';

const dist = new URL('../dist/', import.meta.url);
const kib = (bytes) => (bytes / 1024).toFixed(1);

for (const loader of ['form.js', 'widgets.js']) {
  const size = zipped(new URL(`embed/${loader}`, dist));
  process.stdout.write(`embed/${loader}: ${size} bytes of 2048\n`);
  if (size > 2048) process.exitCode = 1;
}

for (const { name, limitKiB, files, script, style } of firstVisits(dist)) {
  process.stdout.write(
    `initial ${name}: ${kib(script)} KiB script of ${limitKiB}, ${kib(style)} KiB style, ${files} files\n`,
  );
  if (script > limitKiB * 1024) process.exitCode = 1;
}
