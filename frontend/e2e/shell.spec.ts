import { expect, expectAccessible, test } from './fixtures.ts';
import { newPerson, signIn } from './people.ts';

test('the first steps count what is really there', async ({ page }) => {
  await signIn(page, undefined, '/login?next=/start');
  await expect(page.getByRole('heading', { level: 1, name: /^Welcome, / })).toBeVisible();
  await expect(page.getByText(/^\d+ customers$/)).toBeVisible();
  await expect(page.getByText(/^\d+ people$/)).toBeVisible();
  await page.getByRole('link', { name: 'Set up the second factor' }).click();
  await expect(page).toHaveURL('/account#security');
});

test('everything of the shell works by keyboard alone', async ({ page, baseURL }) => {
  await signIn(page, await newPerson(baseURL ?? ''), '/login?next=/start');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('profile');
  await expect(palette.getByRole('option')).toHaveCount(1);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/account');
  await expect(palette).toHaveCount(0);

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('Search or do something');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);

  await page.getByLabel('Name').focus();
  await page.keyboard.press('?');
  await expect(page.getByLabel('Name')).toHaveValue(/\?$/); // never while typing
  await expect(sheet).toHaveCount(0);

  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('theme, density and language are chosen in the account menu and kept', async ({ page, baseURL }) => {
  await signIn(page, await newPerson(baseURL ?? '', 'Mia Koch'), '/login?next=/start');
  const open = async (name: string) => {
    await page.getByRole('button', { name: 'Account of Mia Koch' }).click();
    await page.getByRole('menuitem', { name }).hover();
  };
  await open('Theme');
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await open('Density');
  await page.getByRole('menuitemradio', { name: 'Compact' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
  await open('Language');
  await page.getByRole('menuitemradio', { name: 'Español' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Le damos la bienvenida, Mia' })).toBeVisible();
  await page.reload({ waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
});

test('a lost connection is told, its return too', async ({ page, context, baseURL }) => {
  await signIn(page, await newPerson(baseURL ?? ''), '/login?next=/start');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText('You are offline.')).toHaveCount(0);
});

test('the server refuses the first question: the page says why and tries again', async ({ page, watch, baseURL }) => {
  watch.allowErrors(/500|Error/);
  await signIn(page, await newPerson(baseURL ?? ''), '/login?next=/start');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const body = JSON.stringify({
    status: 500,
    title: 'x',
    detail: '',
    code: 'internal-error',
    request_id: '0197a3f27d1c7cc09a531d0f6f3f9b10',
  });
  await page.route('/api/v1/me', (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body }),
  );
  await page.reload();
  await expect(page.getByRole('heading', { name: 'That did not work' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Request 0197a3f27d1c')).toBeVisible();
  await page.unroute('/api/v1/me');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Welcome/ })).toBeVisible();
});

test('right to left mirrors the whole screen and hides nothing', async ({ page, baseURL }) => {
  await signIn(page, await newPerson(baseURL ?? ''), '/login?next=/account');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  const rail = await page.getByRole('navigation', { name: 'Main' }).boundingBox();
  const width = page.viewportSize()?.width ?? 0;
  expect((rail?.x ?? 0) + (rail?.width ?? 0)).toBeCloseTo(width, 0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(width);
  await page.getByRole('button', { name: /Account of/ }).click();
  const menu = await page.getByRole('menu').boundingBox();
  expect(menu?.x ?? -1).toBeGreaterThanOrEqual(0);
  expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual(width);
});
