import { existsSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';

/** The system's Chromium where there is one (`CHROMIUM_PATH` chooses another), else the one Playwright installed. */
const executablePath =
  process.env.CHROMIUM_PATH ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export const launchOptions = {
  ...(executablePath && { executablePath }),
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // Chromium refuses its sandbox to root
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

type Installation = { url: string; data: string };

const fresh = async (): Promise<Installation> => ({
  url: `http://127.0.0.1:${await freePort()}`,
  data: mkdtempSync(join(tmpdir(), 'atrium-e2e-')),
});

/** Of two cores a journey leaves a quarter idle; a browser with its installation takes some two gigabytes. */
const WORKERS = Math.max(1, Math.min(6, Math.round(availableParallelism() * 1.5), Math.floor(totalmem() / 2 ** 31)));

/**
 * A fresh demo installation for each of the workers, so that no journey meets another's customers; unless
 * `ATRIUM_E2E_URL` names a running one (with `ATRIUM_E2E_DATA`, the data folder that holds its `demo.json`).
 * Workers read this file again: what the first reading chose is kept in the environment.
 */
if (!process.env.ATRIUM_E2E_URL) {
  process.env.ATRIUM_E2E_OWN = JSON.stringify(await Promise.all(Array.from({ length: WORKERS }, fresh)));
}
const own: Installation[] = JSON.parse(process.env.ATRIUM_E2E_OWN ?? '[]');
const mine = own[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
if (mine) {
  process.env.ATRIUM_E2E_URL = mine.url;
  process.env.ATRIUM_E2E_DATA = mine.data;
}
const baseURL = process.env.ATRIUM_E2E_URL ?? '';
const atrium = process.env.ATRIUM_BIN ?? '../.venv/bin/atrium';

export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results/playwright', // emptied at every start, so the JSON report lies beside it
  globalTeardown: './e2e/teardown.ts',
  workers: Math.max(own.length, 1),
  forbidOnly: !!process.env.CI,
  retries: 1, // and reported as flaky
  // What is waited for comes; how soon depends on who else works on this machine. How fast it is, `bench/` measures.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    contextOptions: { reducedMotion: 'reduce' }, // a click waits until what it wants stands still
    baseURL,
    trace: 'on-first-retry',
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'], launchOptions } }],
  webServer: own.map(({ url, data }) => ({
    command: `"${atrium}" up --demo --port ${new URL(url).port} --data-dir "${data}"`,
    env: { ATRIUM_ENV: 'test', ATRIUM_ALLOW_PRIVATE_URLS: 'true' }, // the receivers of webhooks are on this machine
    url: `${url}/health/ready`,
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 }, // so that the embedded database stops cleanly
  })),
});
