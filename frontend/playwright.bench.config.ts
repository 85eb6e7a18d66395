import { defineConfig, devices } from '@playwright/test';
import { launchOptions } from './playwright.config.ts';

/** `python -m bench.browser` runs this against a server of its own, with the pages as they are built. */
export default defineConfig({
  testDir: './bench',
  testMatch: '**/feel.ts',
  outputDir: './test-results/bench',
  workers: 1,
  reporter: 'line',
  use: { baseURL: process.env.ATRIUM_BENCH_URL, locale: 'en-GB', trace: 'off' },
  projects: [
    { name: 'chromium', use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 }, launchOptions } },
  ],
});
