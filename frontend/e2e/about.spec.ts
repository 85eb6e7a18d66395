import { demo, expect, expectAccessible, expectFits, looks, test } from './fixtures.ts';

test('the page about the installation says that everything works, and where to go', async ({ page }) => {
  await page.goto('/about');
  await expect(page.getByRole('heading', { level: 1, name: 'Your Atrium is running' })).toBeVisible();
  await expect(page.getByRole('status')).toHaveText('Everything works');
  await expect(page.getByText('PostgreSQL').or(page.getByText('Database')).first()).toBeVisible();
  await page.getByRole('link', { name: 'API reference' }).click();
  await expect(page).toHaveURL('/docs');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('the development mailbox is offered where it exists', async ({ page }) => {
  await page.goto('/about');
  await page.getByRole('link', { name: 'Development mailbox' }).click();
  await expect(page).toHaveURL(/\/dev\/mail/);
});

test('no mailbox, no link', async ({ page, watch }) => {
  watch.allowErrors(/404/);
  await page.route('/dev/mail', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto('/about');
  await expect(page.getByRole('status')).toHaveText('Everything works');
  await expect(page.getByRole('link', { name: 'Development mailbox' })).toHaveCount(0);
});

test('a server that goes away is told honestly, and its return is noticed', async ({ page, watch }) => {
  watch.allowErrors(/ERR_FAILED|503/);
  await page.goto('/about');
  await expect(page.getByRole('status')).toHaveText('Everything works');
  await page.route('/health/ready', (route) => route.abort());
  await expect(page.getByRole('status')).toHaveText('The server does not answer', { timeout: 30_000 });
  await page.unroute('/health/ready');
  await expect(page.getByRole('status')).toHaveText('Everything works', { timeout: 30_000 });
});

test('the commands shown are the ones that work here', async ({ page, baseURL, context, request }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/about');
  await page.getByRole('button', { name: 'Copy: Find a customer' }).click();
  await expect(page.getByRole('button', { name: 'Copied: Find a customer' })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const address = /"(http[^"]+customers[^"]*)"/.exec(copied)?.[1] ?? '';
  expect(address).toContain(`${baseURL}/api/v1/customers`);
  const answer = await request.get(address, { headers: { Authorization: `Bearer ${demo().api_key}` } });
  expect(answer.status()).toBe(200);
});

test('language and theme are chosen, kept, and applied before the first paint', async ({ page }) => {
  await page.goto('/about');
  await page.getByLabel('Language').selectOption('es');
  await expect(page.getByRole('heading', { level: 1, name: 'Su Atrium está en marcha' })).toBeVisible();
  await page.getByRole('button', { name: 'Cambiar a oscuro' }).click();
  await page.reload({ waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByRole('button', { name: 'Cambiar a claro' })).toBeVisible();
});

test('an address nobody knows says so and leads home', async ({ page }) => {
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { level: 1, name: 'Nothing lives at this address' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the start page' }).click();
  await expect(page).toHaveURL('/login');
});

for (const { colorScheme, width } of looks) {
  test(`the page about the installation is accessible and fits, ${colorScheme}, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/about');
    await expect(page.getByRole('status')).toHaveText('Everything works');
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    await expectAccessible(page);
    await expectFits(page);
  });
}
