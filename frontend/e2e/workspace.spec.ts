import type { Page } from '@playwright/test';
import { demo, expect, expectAccessible, expectFits, looks, test } from './fixtures.ts';

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

test('the list is walked by keyboard, narrowed by folder, and says when nobody matches', async ({ page }) => {
  await signIn(page);
  await page.goto('/w');
  const rows = page.getByRole('list', { name: 'Customers' }).getByRole('link');
  const open = (index: number) => expect(rows.nth(index)).toHaveAttribute('aria-current', 'page');
  await expect(rows.first()).toBeVisible();
  // Each key as soon as the one before is seen in the list: the page behind it may still be on its way.
  for (const [key, index] of [...'jjjkkj'].map((key, at) => [key, [0, 1, 2, 1, 0, 1][at] ?? 0] as const)) {
    await page.keyboard.press(key);
    await open(index);
  }
  // And without waiting at all.
  for (const key of 'jjjjk') await page.keyboard.press(key);
  await open(4);
  await page.keyboard.press('Enter');
  await expect(page.locator('main button:focus')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/w$/);
  await page.getByRole('button', { name: /^Closed/ }).click();
  await expect(page).toHaveURL(/folder=/);
  await page.keyboard.press('/');
  await page.keyboard.type('nobody is called this');
  await expect(page.getByText('Nobody matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await expect(rows.first()).toBeVisible();
});

test('a customer is dragged to a folder, moved by the menu of its row, and comes back with undo', async ({
  page,
  request,
}) => {
  const key = { Authorization: `Bearer ${demo().api_key}` };
  const name = `Dragged ${Date.now()}`;
  const made = await request.post('/api/v1/customers', { headers: key, data: { name } });
  const { id } = await made.json();
  const folder = async () =>
    (await (await request.get(`/api/v1/customers/${id}`, { headers: key })).json()).folder?.name;
  await signIn(page);
  await page.goto('/w');
  const row = page.getByRole('list', { name: 'Customers' }).getByRole('link', { name });
  await row.dragTo(page.getByRole('list', { name: 'Folders' }).getByRole('button', { name: /^New Leads/ }));
  await expect(page.getByText('Moved to New Leads, status New')).toBeVisible();
  expect(await folder()).toBe('New Leads');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(folder).toBe(undefined);
  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move to…' }).click();
  const move = page.getByRole('dialog', { name: `Move ${name}` });
  await move.getByRole('combobox', { name: 'To folder' }).click();
  await page.getByRole('option', { name: 'Closed' }).click();
  await move.getByRole('button', { name: 'Move', exact: true }).click();
  await expect.poll(folder).toBe('Closed');
  await expect(row).toBeFocused();
});

test('the tools keep their order; a sub-customer is made in one step', async ({ page, request }) => {
  const key = { Authorization: `Bearer ${demo().api_key}` };
  const name = `Parent ${Date.now()}`;
  const made = await request.post('/api/v1/customers', { headers: key, data: { name } });
  const { id } = await made.json();
  await signIn(page);
  await page.goto(`/w/${id}`);
  const tools = page.getByRole('complementary', { name: 'Tools' });
  const order = () => tools.getByRole('heading', { level: 2 }).allTextContents();
  await expect.poll(order).toEqual(['Workers', 'Folder', 'Tags', 'Related customers', 'Run automation', 'Delete']);
  await tools.getByRole('button', { name: 'Place of Related customers' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect.poll(order).toEqual(['Workers', 'Folder', 'Related customers', 'Tags', 'Run automation', 'Delete']);
  await tools.getByRole('heading', { name: 'Folder' }).dragTo(tools.getByRole('heading', { name: 'Workers' }), {
    targetPosition: { x: 40, y: 2 },
  });
  await expect.poll(order).toEqual(['Folder', 'Workers', 'Related customers', 'Tags', 'Run automation', 'Delete']);
  await tools.getByRole('button', { name: 'Link a customer' }).click();
  const dialog = page.getByRole('dialog', { name: 'Link a customer' });
  await dialog.getByRole('combobox', { name: 'Is to this customer' }).click();
  await page.getByRole('option').first().click();
  await dialog.getByText('New', { exact: true }).click();
  await dialog.getByLabel('Name').fill(`Child of ${name}`);
  await dialog.getByRole('button', { name: 'Link', exact: true }).click();
  await expect(tools.getByRole('link', { name: `Child of ${name}` })).toBeVisible();
  await page.reload();
  await expect.poll(order).toEqual(['Folder', 'Workers', 'Related customers1', 'Tags', 'Run automation', 'Delete']);
  await tools.getByRole('link', { name: `Child of ${name}` }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Child of ${name}` })).toBeAttached();
});

test('without a network a change waits, is counted, and is sent when it is back', async ({ page, request, watch }) => {
  watch.allowErrors(/ERR_INTERNET_DISCONNECTED/);
  const key = { Authorization: `Bearer ${demo().api_key}` };
  const made = await request.post('/api/v1/customers', { headers: key, data: { name: `Offline ${Date.now()}` } });
  const { id } = await made.json();
  const location = async () => (await (await request.get(`/api/v1/customers/${id}`, { headers: key })).json()).location;
  await signIn(page);
  await page.goto(`/w/${id}`);
  await expect(page.getByRole('button', { name: 'Edit Location' })).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Edit Location' }).click();
  await page.getByRole('textbox', { name: 'Location' }).fill('Teruel');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 change waits')).toBeVisible();
  await expect(page.getByText('Location updated')).toBeHidden();
  expect(await location()).toBe(null);
  await page.context().setOffline(false);
  await expect(page.getByText('Location updated')).toBeVisible();
  expect(await location()).toBe('Teruel');
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

test('right to left the panels change sides, in Spanish and on every width nothing is cut off', async ({ page }) => {
  await signIn(page);
  await page.addInitScript(() => localStorage.setItem('atrium.language', 'es'));
  await page.goto('/w');
  const rows = page.getByRole('list', { name: 'Clientes' }).getByRole('link');
  await rows.first().click();
  await expect(page.getByRole('button', { name: /Ubicación/ })).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Herramientas' })).toBeVisible();
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  const list = await page.getByRole('complementary', { name: 'Lista de clientes' }).boundingBox();
  const tools = await page.getByRole('complementary', { name: 'Herramientas' }).boundingBox();
  expect(list?.x ?? 0).toBeGreaterThan(tools?.x ?? 0);
  expect(tools?.x).toBe(0);
  for (const width of [360, 768, 1024, 1440, 1920, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    await expectFits(page);
  }
  await expectAccessible(page);
});

for (const { colorScheme, width } of looks) {
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
