import type { APIRequestContext, Browser, BrowserContext, Page } from '@playwright/test';
import { expect, expectAccessible, expectFits, test } from './fixtures.ts';
import { newPerson, type Person, signedIn, signIn } from './people.ts';

/** How soon somebody else must see a change, without doing anything. */
const SOON = { timeout: 30_000 };

type Colleague = { page: Page; context: BrowserContext };

async function colleague(browser: Browser, baseURL: string, person: Person, to: string): Promise<Colleague> {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await signIn(page, person, `/login?next=${encodeURIComponent(to)}`);
  return { page, context };
}

type Caller = { request: APIRequestContext; headers: Record<string, string> };

async function make({ request, headers }: Caller, path: string, data: object) {
  const answer = await request.post(`/api/v1${path}`, { headers, data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** Two people who have the same new customer open, each in a browser of their own. */
async function together(page: Page, browser: Browser, baseURL: string) {
  const [noa, ben] = await Promise.all([newPerson(baseURL, 'Noa Levi'), newPerson(baseURL, 'Ben Azoulay')]);
  const caller = await signedIn(baseURL, noa);
  const customer = await make(caller, '/customers', { name: `Live ${Date.now().toString(36)}`, location: 'Haifa' });
  await signIn(page, noa, `/login?next=/w/${customer.id}`);
  const other = await colleague(browser, baseURL, ben, `/w/${customer.id}`);
  for (const each of [page, other.page]) {
    await expect(each.getByRole('heading', { level: 1, name: customer.name })).toBeAttached();
  }
  return { noa, ben, customer, caller, other };
}

test('what one edits the other sees at once, and both see that the other is here', async ({
  page,
  browser,
  baseURL,
}) => {
  const { customer, other } = await together(page, browser, baseURL ?? '');
  await expect(page.getByText('also here:')).toBeVisible(SOON);
  await expect(page.getByText('Ben Azoulay').first()).toBeVisible();
  await expect(other.page.getByText('also here:')).toBeVisible(SOON);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Edit Location' }).click();
  await page.getByRole('textbox', { name: 'Location' }).fill('Sevilla');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Location updated')).toBeVisible();
  await expect(other.page.getByRole('button', { name: 'Edit Location' })).toContainText('Sevilla', SOON);

  // The list, too: a customer that a third hand makes comes to the top of both.
  await page.getByRole('button', { name: `Edit Name`, exact: false }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(`${customer.name} II`);
  await page.keyboard.press('Enter');
  const row = other.page.getByRole('list', { name: 'Customers' }).getByRole('link', { name: `${customer.name} II` });
  await expect(row).toBeVisible(SOON);

  await other.context.close();
  await expect(page.getByText('also here:')).toBeHidden({ timeout: 30_000 });
});

test('notes and the timeline of the open customer are alive', async ({ page, browser, baseURL }) => {
  const { customer, other, caller } = await together(page, browser, baseURL ?? '');
  await other.page.goto(`/w/${customer.id}?section=notes`);
  await expect(other.page.getByText('No notes yet')).toBeVisible();
  await make(caller, `/customers/${customer.id}/notes`, { body: 'Wants the **annual** plan' });
  await expect(other.page.getByText('Wants the annual plan')).toBeVisible(SOON);
  await other.page.goto(`/w/${customer.id}?section=timeline`);
  await expect(other.page.getByText(/wrote a note/)).toBeVisible();
  const { headers, request } = caller;
  await request.patch(`/api/v1/customers/${customer.id}`, { headers, data: { location: 'Jaffa' } });
  await expect(other.page.getByText(/changed location/)).toBeVisible(SOON);
  await other.context.close();
});

test('a mention rings the bell, leads to the note and comes in a digest', async ({ page, browser, baseURL }) => {
  const { customer, other, caller, ben } = await together(page, browser, baseURL ?? '');
  const me = await (await signedIn(baseURL ?? '', ben)).request.get('/api/v1/me');
  const { member } = await me.json();
  await other.page.goto('/start');
  await expect(other.page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
  await make(caller, `/customers/${customer.id}/notes`, { body: `Please look @[Ben](member:${member.id})` });
  const bell = other.page.getByRole('button', { name: 'Notifications, 1 unread' });
  await expect(bell).toBeVisible({ timeout: 30_000 });
  await bell.click();
  const told = other.page.getByRole('link', { name: /Noa Levi mentioned you in a note about Live/ });
  await expect(told).toBeVisible();
  await expectAccessible(other.page);
  await other.page.keyboard.press('Escape');

  await other.page.goto('/account#notifications');
  await other.page.getByRole('button', { name: 'Send me a digest now' }).click();
  await expect(other.page.getByText('A digest with 1 notification is on its way.')).toBeVisible();
  await expect
    .poll(async () => (await other.page.request.get('/dev/mail')).text(), { timeout: 30_000 })
    .toContain('1 notification you have not read');

  await other.page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
  await told.click();
  await expect(other.page).toHaveURL(new RegExp(`/w/${customer.id}\\?section=notes`));
  await expect(other.page.getByText('Please look @Ben Azoulay')).toBeVisible();
  await expect(other.page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
  await other.context.close();
});

test('notifications have a page and preferences of their own', async ({ page, browser, baseURL }) => {
  const { customer, other, caller, ben } = await together(page, browser, baseURL ?? '');
  await other.page.goto('/notifications');
  await expect(other.page.getByText('Nothing to tell you yet')).toBeVisible();
  const me = await (await signedIn(baseURL ?? '', ben)).request.get('/api/v1/me');
  const { member } = await me.json();
  for (const body of ['First', 'Second']) {
    await make(caller, `/customers/${customer.id}/notes`, { body: `${body} @[Ben](member:${member.id})` });
  }
  const items = other.page.getByRole('main').getByRole('listitem');
  await expect(items).toHaveCount(2, { timeout: 30_000 });
  await expectAccessible(other.page);
  for (const width of [360, 768, 1440]) {
    await other.page.setViewportSize({ width, height: 800 });
    await expectFits(other.page);
  }
  await items
    .first()
    .getByRole('button', { name: /Mark as read/ })
    .click();
  await other.page.getByRole('button', { name: 'Unread', exact: true }).click();
  await expect(items).toHaveCount(1);
  await expect(other.page).toHaveURL(/unread=true/);
  await other.page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(other.page.getByText('You have read everything')).toBeVisible();

  await other.page.goto('/account#notifications');
  const mentions = other.page.getByRole('switch', { name: 'Show in Atrium: Someone mentions me in a note' });
  await mentions.click();
  await expect(other.page.getByText('Your choice was saved.')).toBeVisible();
  await other.page.getByRole('combobox', { name: 'E-mail digest: A customer is assigned to me' }).click();
  await other.page.getByRole('option', { name: 'Every hour' }).click();
  await expectAccessible(other.page);
  await other.page.reload();
  await expect(mentions).not.toBeChecked();
  await expect(other.page.getByRole('combobox', { name: 'E-mail digest: A customer is assigned to me' })).toHaveText(
    'Every hour',
  );
  await other.context.close();
});

test('one connection serves every tab, and another tab goes on when it closes', async ({ page, context, baseURL }) => {
  const noa = await newPerson(baseURL ?? '', 'Noa Levi');
  const caller = await signedIn(baseURL ?? '', noa);
  const streams: string[] = [];
  context.on('request', (request) => {
    if (request.url().includes('/api/v1/stream')) streams.push(request.url());
  });
  await signIn(page, noa, '/login?next=/w');
  await expect.poll(() => streams.length).toBe(1);
  const second = await context.newPage();
  await second.goto('/w');
  const list = second.getByRole('list', { name: 'Customers' });
  await expect(list).toBeVisible();
  const first = await make(caller, '/customers', { name: `Tab ${Date.now().toString(36)}` });
  await expect(list.getByRole('link', { name: first.name })).toBeVisible(SOON);
  expect(streams).toHaveLength(1);
  await page.close();
  await expect.poll(() => streams.length).toBe(2);
  const next = await make(caller, '/customers', { name: `Tab after ${Date.now().toString(36)}` });
  await expect(list.getByRole('link', { name: next.name })).toBeVisible({ timeout: 30_000 });
});
