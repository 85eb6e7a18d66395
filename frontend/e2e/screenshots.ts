import { expect, test } from './fixtures.ts';
import { signIn } from './people.ts';

type Shot = { name: string; path: string; signedIn?: boolean };
const pages: Shot[] = [
  { name: 'login', path: '/login' },
  { name: 'forgot-password', path: '/forgot-password' },
  { name: 'about', path: '/about' },
  { name: 'docs', path: '/docs' },
  { name: 'docs-operation', path: '/docs#create_customer' },
  { name: 'start', path: '/start', signedIn: true },
  { name: 'account', path: '/account', signedIn: true },
];

for (const { name, path, signedIn } of pages) {
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [360, 1440]) {
      test(`${name} ${theme} ${width}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width, height: 900 });
        if (signedIn) await signIn(page);
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await page.waitForLoadState('networkidle');
        await page.screenshot({ path: `screenshots/${name}-${theme}-${width}.png`, fullPage: width === 360 });
      });
    }
  }
}
