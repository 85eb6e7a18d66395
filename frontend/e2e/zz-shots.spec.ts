import { test } from '@playwright/test';
import { enterAt } from './settings-support.ts';

const at = [
  'workspace',
  'members',
  'members/invitations',
  'roles',
  'folders',
  'custom-fields',
  'tags',
  'api-keys',
  'audit',
];
for (const [mode, width, height] of [
  ['light', 1440, 900],
  ['dark', 1440, 900],
  ['light', 360, 780],
] as const) {
  test(`shots ${mode} ${width}`, async ({ page }) => {
    test.setTimeout(120000);
    page.on('console', (m) => {
      if (m.type() === 'error' || m.type() === 'warning') console.log(page.url(), m.text().slice(0, 400));
    });
    page.on('pageerror', (e) => console.log('PAGEERR', page.url(), e.message.slice(0, 300)));
    await page.emulateMedia({ colorScheme: mode });
    await page.setViewportSize({ width, height });
    await enterAt(page, '/settings/workspace');
    for (const each of at) {
      await page.goto(`/settings/${each}`);
      await page.waitForTimeout(1200);
      await page.screenshot({ path: `/tmp/set/shots/${each.replace('/', '-')}-${mode}-${width}.png` });
    }
  });
}
