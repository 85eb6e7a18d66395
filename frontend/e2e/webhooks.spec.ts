import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { test as base, expect, expectAccessible, expectFits } from './fixtures.ts';
import { newPerson } from './people.ts';
import { enterAt, fresh, withKey } from './settings-support.ts';

type Call = { headers: IncomingHttpHeaders; body: string };
type Receiver = { url: string; calls: Call[]; status: number };

/** A real receiver on this machine, as an integrator would run one. */
const test = base.extend<{ receiver: Receiver }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces
  receiver: async ({}, use) => {
    const made: Receiver = { url: '', calls: [], status: 204 };
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      made.calls.push({ headers: request.headers, body });
      response.writeHead(made.status).end(made.status < 300 ? undefined : 'upstream unavailable');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    made.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    await use(made);
    server.closeAllConnections();
    server.close();
  },
});

/** Whether this secret signed the call, as Standard Webhooks say. */
function isSigned({ headers, body }: Call, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}

/** Adds an endpoint through the page and returns its secret. */
async function addEndpoint(page: Page, url: string, name: string): Promise<string> {
  await page.getByRole('button', { name: 'New endpoint' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address').fill(url);
  await dialog.getByLabel('Events').fill('customer.created');
  await page.getByRole('option', { name: /^customer\.created/ }).click();
  await page.keyboard.press('Tab'); // closes the list, if it is open still
  await dialog.getByLabel('Description').fill(name);
  await dialog.getByRole('button', { name: 'Add header' }).click();
  await dialog.getByLabel('Name of header 1').fill('X-Tenant');
  await dialog.getByLabel('Value of header 1').fill('north');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Add endpoint' }).click();
  const secret = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
  expect(secret).toMatch(/^whsec_/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  return secret;
}

const actions = (page: Page, name: string) => page.getByRole('button', { name: `Actions for ${name}` });

test('an endpoint is added, tested, told, tried again, given a new secret and deleted', async ({ page, receiver }) => {
  const name = fresh('Warehouse');
  await enterAt(page, '/settings/webhooks');
  await expect(page.getByRole('heading', { level: 1, name: 'Webhooks' })).toBeVisible();
  const secret = await addEndpoint(page, receiver.url, name);
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('Nothing was sent yet')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('dialog', { name: 'Send a test' }).getByRole('button', { name: 'Send a test' }).click();
  const log = page.getByRole('list', { name: 'Deliveries' });
  const tested = log.getByRole('listitem').filter({ hasText: 'webhook_endpoint.tested' });
  await expect(tested).toContainText('Delivered', { timeout: 30_000 });
  expect(receiver.calls).toHaveLength(1);
  expect(isSigned(receiver.calls[0] as Call, secret)).toBe(true);
  expect(receiver.calls[0]?.headers['x-tenant']).toBe('north');

  receiver.status = 500;
  const customer = fresh('Told');
  const api = await withKey();
  expect((await api.post('/customers', { name: customer })).status()).toBe(201);
  const told = log.getByRole('listitem').filter({ hasText: 'customer.created' });
  await expect(told).toContainText('500', { timeout: 30_000 });
  receiver.status = 200;
  await told.getByRole('button').click();
  const dialog = page.getByRole('dialog', { name: 'Delivery of customer.created' });
  await expect(dialog.getByText('upstream unavailable').first()).toBeVisible();
  await expect(dialog.getByRole('group', { name: 'Payload' })).toContainText(customer);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await expect(dialog.getByText('Answer 200').first()).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  await expect(told).toContainText('Delivered');
  const calls = receiver.calls.filter(({ body }) => body.includes(customer));
  expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

  await actions(page, name).click();
  await page.getByRole('menuitem', { name: 'New secret' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'New secret' }).click();
  const shown = page.getByRole('dialog', { name: 'Secret of the endpoint' });
  await expect(shown).toContainText('signed with the former secret');
  const second = (await shown.locator('code').textContent()) ?? '';
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('dialog', { name: 'Send a test' }).getByRole('button', { name: 'Send a test' }).click();
  await expect(tested).toHaveCount(2);
  await expect.poll(() => receiver.calls.length, { timeout: 30_000 }).toBe(calls.length + 2);
  const last = receiver.calls.at(-1) as Call;
  expect([isSigned(last, secret), isSigned(last, second)]).toEqual([true, true]);

  await actions(page, name).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/settings\/webhooks$/);
  await expect(page.getByRole('link', { name })).toHaveCount(0);
});

test('a disabled endpoint says why, and gets what it missed', async ({ page, receiver }) => {
  const name = fresh('Paused');
  await enterAt(page, '/settings/webhooks');
  await addEndpoint(page, receiver.url, name);
  await page.getByRole('link', { name }).click();
  await actions(page, name).click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  const banner = page.getByRole('region', { name: /This endpoint is disabled/ });
  await page.reload(); // the notice of the change goes, the banner stays
  await expect(banner).toContainText('Somebody switched it off.');
  await expectAccessible(page);
  const customer = fresh('Missed');
  expect((await (await withKey()).post('/customers', { name: customer })).status()).toBe(201);
  await banner.getByRole('button', { name: 'Enable' }).click();
  await expect(banner).toBeHidden();
  await page.getByRole('button', { name: 'Send what it missed' }).click();
  const replay = page.getByRole('dialog', { name: 'Send a period again' });
  await expect(replay.getByRole('checkbox', { name: 'Only what did not get through' })).toBeChecked();
  await replay.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => receiver.calls.some(({ body }) => body.includes(customer)), { timeout: 40_000 }).toBe(true);
  const endpoint = new URL(page.url()).pathname.split('/').at(-1);
  expect((await (await withKey()).post(`/webhook-endpoints/${endpoint}/disable`, {})).ok()).toBe(true);
});

test('what the server refuses is said at the field', async ({ page, watch }) => {
  watch.allowErrors(/422/);
  await enterAt(page, '/settings/webhooks');
  await page.getByRole('button', { name: 'New endpoint' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address').fill('ftp://example.com');
  await dialog.getByLabel('Events').fill('tag.');
  await page.getByRole('option').first().click();
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Add endpoint' }).click();
  await expect(dialog.getByRole('alert')).toContainText('https://');
});

test('whoever may not see webhooks is told so, and a phone shows all of it', async ({
  page,
  browser,
  baseURL,
  receiver,
}) => {
  const guest = await (await browser.newContext({ baseURL })).newPage();
  await enterAt(guest, '/settings/webhooks', await newPerson(baseURL ?? ''));
  await expect(guest.getByText('Your role does not include this')).toBeVisible();
  await guest.context().close();

  const made = await (await withKey()).post('/webhook-endpoints', {
    url: `${receiver.url}/${'long/'.repeat(30)}`,
    event_types: ['note.*', 'tag.*', 'relation.created', 'webhook_endpoint.secret_rotated'],
  });
  const { id } = await made.json();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 800 });
  await enterAt(page, '/settings/webhooks');
  await expect(page.getByRole('list', { name: 'Webhooks' })).toBeVisible();
  await expectFits(page);
  await expectAccessible(page);
  await page.goto(`/settings/webhooks/${id}`);
  await expect(page.getByRole('button', { name: 'Send a test' })).toBeVisible();
  await expectFits(page);
  await expectAccessible(page);
});
