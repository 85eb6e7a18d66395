import { expect, test } from './fixtures.ts';

const pages = [
  { name: 'home', path: '/' },
  { name: 'docs', path: '/docs' },
  { name: 'docs-operation', path: '/docs#create_customer' },
];

for (const { name, path } of pages) {
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [360, 1440]) {
      test(`${name} ${theme} ${width}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await page.waitForLoadState('networkidle');
        await page.screenshot({ path: `screenshots/${name}-${theme}-${width}.png`, fullPage: width === 360 });
      });
    }
  }
}
