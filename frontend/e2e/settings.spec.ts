import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectFits, looks, test } from './fixtures.ts';
import { enterAt, fresh, withKey } from './settings-support.ts';

const password = 'correct horse battery staple 42';

/** The secret in the newest invitation that went to this address. */
function tokenFor(email: string): string {
  const folder = join(process.env.ATRIUM_E2E_DATA ?? '', 'mail');
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('=\r\n', '').replaceAll('=\n', ''))
    .filter((mail) => mail.toLowerCase().includes(email))
    .map((mail) => /invit[^\s"]*?(?:token=3D|token=|#|\/)([\w-]{20,})/i.exec(mail)?.[1])
    .filter((token) => token !== undefined);
  return found.at(-1) ?? '';
}

/** Joins as somebody new, through the link in their e-mail. */
async function accept(page: Page, email: string, name: string): Promise<void> {
  await expect.poll(() => tokenFor(email), { timeout: 30_000 }).not.toBe('');
  const answer = await page.request.post('/api/v1/invitations/accept', {
    data: { token: tokenFor(email), name, password },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

test('somebody is invited with a role, joins, and stands among the members', async ({ page, browser, baseURL }) => {
  const email = `${fresh('ana').replace(' ', '.')}@example.com`;
  await enterAt(page, '/settings/members');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByLabel('Role').click();
  await page.getByRole('option', { name: /^Agent/ }).click();
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('link', { name: 'Invitations' }).click();
  const row = page.getByRole('listitem').filter({ hasText: email });
  await expect(row).toContainText('Open');

  const guest = await (await browser.newContext({ baseURL })).newPage();
  await accept(guest, email, 'Ana Invited');
  await guest.context().close();

  await page.goto(`/settings/members?q=${encodeURIComponent(email)}`);
  const member = page.getByRole('listitem').filter({ hasText: email });
  await expect(member).toContainText('Ana Invited');
  await expect(member).toContainText('Agent');
});

test('a role of one’s own limits who has it', async ({ page, browser, baseURL }) => {
  const role = fresh('Reader');
  const email = `${fresh('lim').replace(' ', '.')}@example.com`;
  await enterAt(page, '/settings/roles');
  await page.getByRole('button', { name: 'New role' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(role);
  await dialog.getByRole('checkbox', { name: 'See members' }).click();
  await dialog.getByRole('checkbox', { name: 'See customers' }).click();
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(page.getByRole('columnheader', { name: role })).toBeVisible();

  const api = await withKey();
  const roles = await (await api.get('/roles?limit=200')).json();
  const { id } = roles.items.find((each: { name: string }) => each.name === role);
  expect((await api.post('/invitations', { email, role_id: id })).status()).toBe(201);
  const guest = await (await browser.newContext({ baseURL })).newPage();
  await accept(guest, email, 'Lim Ited');
  await enterAt(guest, '/settings/members', { email, password });
  const menu = guest.getByRole('navigation', { name: 'Settings' });
  await expect(menu.getByRole('link')).toHaveText(['Members', 'Roles']);
  await expect(guest.getByRole('button', { name: 'Invite' })).toHaveCount(0);
  await guest.goto('/settings/api-keys');
  await expect(guest.getByText('Your role does not include this')).toBeVisible();
  await guest.context().close();
});

test('a field that is made here is in the API, with its options', async ({ page }) => {
  const label = fresh('Loyalty');
  await enterAt(page, '/settings/custom-fields');
  await page.getByRole('button', { name: 'New field' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Label').fill(label);
  await dialog.getByLabel('Type').selectOption({ label: 'Choice' });
  await dialog.getByRole('button', { name: 'Add option' }).click();
  await dialog.getByLabel('Option 1', { exact: true }).fill('Gold');
  await dialog.getByRole('button', { name: 'Add option' }).click();
  await dialog.getByLabel('Option 2', { exact: true }).fill('Silver');
  await expect(dialog.getByRole('complementary', { name: 'Preview' })).toContainText(label);
  await dialog.getByRole('button', { name: 'Create field' }).click();
  await expect(page.getByRole('button', { name: new RegExp(`^${label}`) })).toBeVisible();
  const fields = await (await (await withKey()).get('/custom-fields?limit=200')).json();
  const made = fields.items.find((each: { label: string }) => each.label === label);
  expect(made.type).toBe('select');
  expect(made.options.map((each: { label: string }) => each.label)).toEqual(['Gold', 'Silver']);
});

test('what the server refuses of a field is said at the field', async ({ page, watch }) => {
  watch.allowErrors(/422/);
  await enterAt(page, '/settings/custom-fields');
  await page.getByRole('button', { name: 'New field' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Label').fill('Backwards');
  await dialog.getByLabel('Type').selectOption({ label: 'Number' });
  await dialog.getByLabel('At least').fill('9');
  await dialog.getByLabel('At most').fill('1');
  await dialog.getByRole('button', { name: 'Create field' }).click();
  await expect(dialog.locator('[role=alert], [data-invalid]').first()).toBeVisible();
  await expect(dialog).toBeVisible();
});

test('a key is shown once, works, and is refused after it was revoked', async ({ page }) => {
  const name = fresh('Website form');
  await enterAt(page, '/settings/api-keys');
  await page.getByRole('button', { name: 'New key' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('checkbox', { name: 'See customers' }).click();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const secret = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
  expect(secret).toMatch(/^atr_/);
  const api = await withKey(secret);
  expect((await api.get('/customers?limit=1')).status()).toBe(200);
  expect((await api.get('/members?limit=1')).status()).toBe(403);
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await expect(page.getByRole('button', { name: `Actions for ${name}` })).toHaveCount(0);
  expect((await api.get('/customers?limit=1')).status()).toBe(401);
});

test('folders and statuses are put in order by menu and by dragging', async ({ page }) => {
  const [first, second] = [fresh('Alpha'), fresh('Beta')];
  const api = await withKey();
  const made = await (await api.post('/folders', { name: first })).json();
  await api.post('/folders', { name: second });
  for (const name of ['One', 'Two', 'Three']) await api.post(`/folders/${made.id}/statuses`, { name });
  const statuses = async () => {
    const { items } = await (await api.get(`/folders/${made.id}/statuses`)).json();
    return items.map((each: { name: string }) => each.name);
  };
  await enterAt(page, `/settings/folders?folder=${made.id}`);
  await page.getByRole('button', { name: 'Actions for Three' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect.poll(statuses).toEqual(['One', 'Three', 'Two']);
  const list = page.getByRole('list', { name: 'Statuses' }).getByRole('listitem');
  await list.nth(0).dragTo(list.nth(2), { sourcePosition: { x: 4, y: 20 }, targetPosition: { x: 60, y: 36 } });
  await expect.poll(statuses).toEqual(['Three', 'Two', 'One']);

  await page.getByRole('button', { name: `Actions for ${second}` }).click();
  await page.getByRole('menuitem', { name: 'Move to…' }).click();
  await page.getByRole('dialog').getByRole('combobox').fill(first);
  await page.getByRole('option', { name: first }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).click();
  await expect
    .poll(async () => {
      const { items } = await (await api.get('/folders?limit=200')).json();
      return items.find((each: { name: string }) => each.name === second).parent_id;
    })
    .toBe(made.id);
});

test('a kind of relation is made, renamed and deleted; a sitting is given its length', async ({ page, watch }) => {
  watch.allowErrors(/422/);
  const name = fresh('Franchise');
  await enterAt(page, '/settings/relations');
  await page.getByRole('button', { name: 'New relation' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('The other way round').fill('Franchisor');
  await page.getByRole('button', { name: 'Create relation' }).click();
  const row = page.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText('Franchisor');
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByLabel('The other way round').fill('Head office');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('Head office');
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(row).toHaveCount(0);

  await page.goto('/settings/workspace');
  const seconds = page.getByRole('spinbutton', { name: 'One change, told once' });
  await seconds.fill('999');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(seconds).toHaveAttribute('aria-invalid', 'true');
  await seconds.fill('30');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Workspace saved')).toBeVisible();
  await page.reload();
  await expect(seconds).toHaveValue('30');
});

test('a key is renamed and narrowed without a new secret', async ({ page }) => {
  const name = fresh('Website');
  await enterAt(page, '/settings/api-keys');
  const made = await (await withKey()).get('/customers?limit=1');
  expect(made.status()).toBe(200);
  await page.getByRole('button', { name: 'New key' }).first().click();
  await page.getByLabel('Name', { exact: false }).first().fill(name);
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: `Edit ${name}` });
  await dialog.getByRole('textbox', { name: 'Only from' }).fill('192.0.2.0/24');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('192.0.2.0/24');
});

const pages = [
  ['workspace', 'Workspace'],
  ['members', 'Members'],
  ['members/invitations', 'Members'],
  ['roles', 'Roles'],
  ['folders', 'Folders'],
  ['custom-fields', 'Custom fields'],
  ['tags', 'Tags'],
  ['relations', 'Relations'],
  ['api-keys', 'API keys'],
  ['audit', 'Audit log'],
] as const;

for (const { colorScheme, width } of looks) {
  test(`settings are accessible and fit, ${colorScheme}, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await enterAt(page, '/settings/workspace');
    for (const [path, title] of pages) {
      await page.goto(`/settings/${path}`);
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expect(page.locator('main [aria-busy=true]')).toHaveCount(0);
      await expectAccessible(page);
      await expectFits(page);
    }
  });
}
