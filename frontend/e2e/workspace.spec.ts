import type { Page } from '@playwright/test';
import { demo, expect, expectAccessible, expectFits, test } from './fixtures.ts';

/** Signs the browser in through the API; the sign-in page has a journey of its own. */
async function signIn(page: Page): Promise<void> {
  const { email, password } = demo();
  const answer = await page.request.post('/api/v1/auth/login', { data: { email, password } });
  expect(answer.status()).toBe(200);
  await page.addInitScript(() => localStorage.setItem('atrium.signed-in', '1'));
}

test('a customer is made, found by part of a number, edited, noted, tagged and moved; others see it', async ({
  page,
  browser,
  watch,
}) => {
  watch.allowErrors(/422/);
  test.setTimeout(90_000);
  const digits = String(Math.floor(100_000 + Math.random() * 899_999));
  const name = `Vera Quintana ${digits}`;
  await signIn(page);
  await page.goto('/w');

  await page.getByRole('button', { name: 'New lead or customer' }).click();
  await page.getByRole('menuitem', { name: 'New lead' }).click();
  const create = page.getByRole('dialog', { name: 'New lead' });
  await create.getByLabel('Name').fill(name);
  await create.getByLabel('Phone').fill('12');
  await create.getByRole('button', { name: 'Create' }).click();
  await expect(create.getByLabel('Phone')).toHaveAttribute('aria-invalid', 'true');
  await create.getByLabel('Phone').fill(`+34 611${digits}`);
  await create.getByLabel('Folder', { exact: false }).first().click();
  await page.getByRole('option', { name: 'New Leads' }).click();
  await create.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeAttached();

  await page.keyboard.press('/');
  await page.keyboard.type(digits);
  const row = page.getByRole('list', { name: 'Customers' }).getByRole('link', { name });
  await expect(row.locator('mark').first()).toBeVisible();
  await expect(page.getByRole('list', { name: 'Customers' }).getByRole('link')).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(`q=(%22)?${digits}`));
  await row.click();

  await page.getByRole('button', { name: 'Edit Location' }).click();
  await page.getByRole('textbox', { name: 'Location' }).fill('Sevilla');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Edit Location' })).toContainText('Sevilla');
  await page.getByRole('button', { name: 'Edit Monthly budget' }).click();
  await page.getByRole('textbox', { name: 'Monthly budget' }).fill('much');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This is not a number.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Monthly budget' }).fill('1.250,50');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Edit Monthly budget' })).toContainText('1,250.50');
  await page.getByRole('button', { name: 'Edit Plan' }).click();
  await page.getByRole('combobox', { name: 'Plan' }).selectOption('Growth');
  await expect(page.getByRole('button', { name: 'Edit Plan' })).toContainText('Growth');
  await expect(page.getByText('Plan updated')).toBeVisible();

  await page.getByRole('button', { name: 'Edit Plan' }).focus();
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Write a note' }).fill('Wants the **annual** plan. @Da');
  await page.getByRole('option', { name: 'Dana Ortiz' }).click();
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.locator('.prose strong', { hasText: 'annual' })).toBeVisible();

  await page.getByRole('button', { name: 'Add tags' }).click();
  await page.getByRole('button', { name: 'Add the whole group Interest' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  const tags = page.getByRole('list', { name: 'Tags' });
  await expect(tags.getByText('Branding')).toBeVisible();
  await expect(tags.getByText('Photography')).toBeVisible();

  await page.getByRole('button', { name: 'Move to…' }).click();
  const move = page.getByRole('dialog', { name: `Move ${name}` });
  await move.getByRole('combobox', { name: 'To folder' }).click();
  await page.getByRole('option', { name: 'Active Clients' }).click();
  await expect(move.getByText('The default status there')).toBeVisible();
  await move.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(page.getByText('Moved to Active Clients')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Status: / })).toBeVisible();

  const link = page.url();
  const other = await (await browser.newContext()).newPage();
  await signIn(other);
  await other.goto(link);
  await expect(other.getByRole('heading', { level: 1, name })).toBeAttached();
  await expect(other.locator('.prose strong', { hasText: 'annual' })).toBeVisible();
  await page.getByRole('link', { name: 'Profile', exact: true }).click();
  await page.getByRole('button', { name: 'Edit Location' }).click();
  await page.getByRole('textbox', { name: 'Location' }).fill('Cádiz');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Location updated')).toBeVisible();
  await other.getByRole('link', { name: 'Profile', exact: true }).click();
  await other.reload();
  await expect(other.getByRole('button', { name: 'Edit Location' })).toContainText('Cádiz');
  await other.context().close();
});

test('the same field changed by two people shows both values', async ({ page, request, watch }) => {
  watch.allowErrors(/412/);
  await signIn(page);
  const key = { Authorization: `Bearer ${demo().api_key}` };
  const made = await request.post('/api/v1/customers', {
    headers: key,
    data: { name: `Conflict ${Date.now()}`, location: 'Lugo' },
  });
  const { id } = await made.json();
  await page.goto(`/w/${id}`);
  await page.getByRole('button', { name: 'Edit Location' }).click();
  const theirs = await request.patch(`/api/v1/customers/${id}`, { headers: key, data: { location: 'Vigo' } });
  expect(theirs.status()).toBe(200);
  await page.getByRole('textbox', { name: 'Location' }).fill('Ourense');
  await page.keyboard.press('Enter');
  const both = page.getByRole('dialog', { name: 'Someone else changed this meanwhile' });
  await expect(both).toContainText('Vigo');
  await expect(both).toContainText('Ourense');
  await both.getByRole('button', { name: 'Save mine instead' }).click();
  await expect(page.getByRole('button', { name: 'Edit Location' })).toContainText('Ourense');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Edit Location' })).toContainText('Ourense');
});

test('the list is opened by keyboard, narrowed by folder, and says when nobody matches', async ({ page }) => {
  await signIn(page);
  await page.goto('/w');
  const rows = page.getByRole('list', { name: 'Customers' }).getByRole('link');
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press('j');
  await expect(rows.first()).toHaveAttribute('aria-current', 'page');
  await page.getByRole('button', { name: /^Closed/ }).click();
  await expect(page).toHaveURL(/folder=/);
  await page.keyboard.press('/');
  await page.keyboard.type('nobody is called this');
  await expect(page.getByText('Nobody matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await expect(rows.first()).toBeVisible();
});

test('a deleted customer comes back with undo', async ({ page, request }) => {
  await signIn(page);
  const name = `Deleted ${Date.now()}`;
  const made = await request.post('/api/v1/customers', {
    headers: { Authorization: `Bearer ${demo().api_key}` },
    data: { name },
  });
  const { id } = await made.json();
  await page.goto(`/w/${id}`);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete customer' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete customer' }).click();
  await expect(page).toHaveURL(/\/w(\?|$)/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeAttached();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`the workspace is accessible and fits, ${colorScheme}, ${width} px`, async ({ page }) => {
      await signIn(page);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/w');
      const rows = page.getByRole('list', { name: 'Customers' }).getByRole('link');
      await expect(rows.first()).toBeVisible();
      await expectAccessible(page);
      await expectFits(page);
      await rows.first().click();
      await expect(page.getByRole('button', { name: /^Edit Location/ })).toBeVisible();
      for (const section of ['Profile', 'Timeline', 'Notes', 'Related']) {
        await page
          .getByRole('navigation', { name: 'Sections of the profile' })
          .getByRole('link', { name: section })
          .click();
        await expectAccessible(page);
        await expectFits(page);
      }
    });
  }
}
