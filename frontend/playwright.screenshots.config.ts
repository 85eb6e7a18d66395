import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** `npm run screenshots`: every page, light and dark, wide and narrow, into the ignored folder `screenshots/`. */
export default defineConfig({
  ...base,
  testMatch: '**/screenshots.ts',
  outputDir: './test-results/screenshots',
  reporter: 'line',
});
