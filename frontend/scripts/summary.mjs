// One closing line for Vitest and Playwright together. A missing report counts as a failure: a suite that did not run has not passed.
import { readFileSync } from 'node:fs';

function report(name) {
  try {
    return JSON.parse(readFileSync(new URL(`../test-results/${name}`, import.meta.url), 'utf8'));
  } catch {
    return undefined;
  }
}

const unit = report('vitest.json');
const e2e = report('e2e.json')?.stats;
const passed = (unit?.numPassedTests ?? 0) + (e2e?.expected ?? 0) + (e2e?.flaky ?? 0);
const unitFailed = unit ? unit.numFailedTests + (unit.success || unit.numFailedTests > 0 ? 0 : 1) : 1;
const failed = unitFailed + (e2e ? e2e.unexpected : 1);
const skipped = (unit?.numPendingTests ?? 0) + (e2e?.skipped ?? 0);
process.stdout.write(`frontend: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed > 0 ? 1 : 0;
