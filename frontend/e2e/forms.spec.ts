import { createServer, type Server } from 'node:http';
import { type APIRequestContext, type Browser, type Page, request as requests } from '@playwright/test';
import { demo, expect, expectAccessible, expectFits, test } from './fixtures.ts';
import { signIn } from './people.ts';

/** Forms: built by a member, filled in by strangers on the hosted page and on other people's sites. */

const baseURL = process.env.ATRIUM_E2E_URL ?? '';
let serial = 0;
const unique = (what: string) => `${what} ${process.pid.toString(36)}${Date.now().toString(36)}${serial++}`;

async function asOwner() {
  const extraHTTPHeaders = { Authorization: `Bearer ${demo().api_key}` };
  return requests.newContext({ baseURL, extraHTTPHeaders });
}

async function makeForm(owner: APIRequestContext, more: object = {}) {
  const fields = [
    { kind: 'property', property: 'name', required: true },
    { kind: 'property', property: 'email', required: true },
    { kind: 'property', property: 'phone' },
  ];
  const answer = await owner.post('/api/v1/forms', {
    data: { name: unique('Contact'), active: true, fields, ...more },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}

const found = async (owner: APIRequestContext, q: string) =>
  (await (await owner.get('/api/v1/customers', { params: { q } })).json()).items;

/** Somebody else's site: one page, on an origin of its own. */
async function site(html: string): Promise<{ origin: string; close: () => void }> {
  const server: Server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Shop</title><body><h1>Shop</h1>${html}</body></html>`);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** A stranger's browser: no cookies, nothing of the member's. */
async function stranger(browser: Browser, options: object = {}): Promise<Page> {
  return (await browser.newContext(options)).newPage();
}

test('a form is built, filled in by a stranger, and the customer is there', async ({ page, browser }) => {
  const owner = await asOwner();
  await signIn(page);
  await page.getByRole('link', { name: 'Forms', exact: true }).click();
  const name = unique('Workshop');
  await page.getByRole('button', { name: 'New form' }).first().click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create form' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();

  // Build: two more questions, one moved by its menu, words changed; the preview follows the typing.
  const questions = page.getByRole('region', { name: 'Questions' });
  const preview = page.getByRole('region', { name: 'Preview' });
  await questions.getByRole('button', { name: 'Add a question' }).click();
  await page.getByRole('menuitem', { name: 'Message' }).click();
  await questions.getByLabel('Question').fill('What is it about?');
  await expect(preview).toContainText('What is it about?');
  await questions.getByRole('button', { name: 'Add a question' }).click();
  await page.getByRole('menuitem', { name: 'Consent' }).click();
  await expect(preview).toContainText('You may keep my answers');
  await questions.getByRole('button', { name: 'Add a question' }).click();
  await page.getByRole('menuitem', { name: 'Plan' }).click();
  await expect(questions.getByRole('listitem')).toHaveCount(5);
  await questions.getByRole('button', { name: 'Actions of Plan' }).click();
  await page.getByRole('menuitem', { name: /up/i }).click();
  await expect(questions.getByRole('listitem').nth(3)).toContainText('Plan');
  await questions
    .getByRole('listitem')
    .nth(3)
    .dragTo(questions.getByRole('listitem').first(), {
      targetPosition: { x: 60, y: 4 },
    });
  await expect(questions.getByRole('listitem').first()).toContainText('Plan');
  await page.getByLabel('Heading').fill('Talk to us');
  await page.getByLabel('Heading').blur();
  await expectAccessible(page);

  // Settings: a folder and a tag.
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Folder' }).fill('New');
  await page.getByRole('option', { name: 'New Leads' }).click();
  await page.getByRole('combobox', { name: 'Tags' }).fill('Bran');
  await page.getByRole('option', { name: 'Branding' }).click();
  await page.keyboard.press('Escape');
  await expectAccessible(page);

  // Share: on, and the link.
  await page.getByRole('tab', { name: 'Share' }).click();
  await expect(page.getByText('The form is off')).toBeVisible();
  await page.getByRole('switch', { name: `${name} takes answers` }).click();
  await expect(page.getByText('The form is off')).toBeHidden();
  await expectAccessible(page);
  const link = (await page.getByRole('group', { name: 'Link' }).textContent()) ?? '';
  expect(link).toMatch(new RegExp(`^${baseURL}/f/[\\w-]{22}$`));
  await expect.poll(async () => (await owner.get(`/api/v1${new URL(link).pathname}`)).status()).toBe(200);

  const visitor = await stranger(browser, { locale: 'en-GB' });
  await visitor.goto(link);
  await expect(visitor.getByRole('heading', { name: 'Talk to us' })).toBeVisible();
  await visitor.getByRole('button', { name: 'Send' }).click();
  await expect(visitor.getByLabel('Name')).toBeFocused();
  await expect(visitor.getByRole('alert')).toContainText('3 answers need another look');
  await visitor.getByLabel('Name').fill('Ana Ruiz Journey');
  const email = `${unique('ana').replace(' ', '.')}@x.test`;
  await visitor.getByLabel('E-mail').fill('nonsense');
  await visitor.getByLabel('Plan').selectOption({ label: 'Growth' });
  await visitor.getByLabel('What is it about?').fill('Hello *there*');
  await visitor.getByRole('checkbox').check();
  await visitor.getByRole('button', { name: 'Send' }).click();
  await expect(visitor.getByText('This is not an e-mail address.')).toBeVisible();
  await expect(visitor.getByLabel('E-mail')).toBeFocused();
  await expectAccessible(visitor);
  await visitor.getByLabel('E-mail').fill(email);
  await visitor.getByRole('button', { name: 'Send' }).click();
  await expect(visitor.getByText('Thank you. We have received your answers.')).toBeVisible();
  expect(await visitor.context().cookies()).toEqual([]);

  await page.getByRole('tab', { name: 'Submissions' }).click();
  const row = page.getByRole('row', { name: /Ana Ruiz Journey/ });
  await expect(row).toContainText('Created');
  await expect(row).toContainText('Growth');
  await expect(row).toContainText('You may keep my answers');
  await expectAccessible(page);
  await row.getByRole('link', { name: 'Ana Ruiz Journey' }).click();
  await expect(page.getByRole('heading', { name: 'Ana Ruiz Journey' })).toBeVisible();
  const [customer] = await found(owner, email);
  expect([customer.folder.name, customer.tags[0].name, customer.custom_fields.plan]).toEqual([
    'New Leads',
    'Branding',
    'growth',
  ]);
});

test('a known visitor updates the customer and does not make another', async ({ browser }) => {
  const owner = await asOwner();
  const form = await makeForm(owner);
  const email = `${unique('twice').replace(' ', '.')}@x.test`;
  for (const name of ['First Name', 'Second Name']) {
    const visitor = await stranger(browser);
    await visitor.goto(`/f/${form.key}`);
    await visitor.getByLabel('Name').fill(name);
    await visitor.getByLabel('E-mail').fill(email);
    await visitor.getByRole('button', { name: 'Send' }).click();
    await expect(visitor.getByText('Thank you')).toBeVisible();
  }
  const customers = await found(owner, email);
  expect(customers.map(({ name }: { name: string }) => name)).toEqual(['Second Name']);
});

test('an allowed site shows the form in a frame that fits; another site does not', async ({ browser }) => {
  const owner = await asOwner();
  const form = await makeForm(owner);
  const script = `<script src="${baseURL}/embed/form.js" data-form="${form.key}" data-title="Write to us"></script>`;
  const shop = await site(script);
  const other = await site(script);
  const allowed = await owner.patch(`/api/v1/forms/${form.id}`, { data: { allowed_origins: [shop.origin] } });
  expect(allowed.status()).toBe(200);

  const visitor = await stranger(browser);
  await visitor.goto(shop.origin);
  const frame = visitor.frameLocator('iframe[title="Write to us"]');
  await frame.getByLabel('Name').fill('Framed Person');
  const height = () => visitor.locator('iframe').evaluate((element) => element.clientHeight);
  const inside = () => frame.locator('#form').evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
  await expect.poll(async () => (await height()) - (await inside())).toBe(0);
  const before = await height();
  await frame.getByRole('button', { name: 'Send' }).click();
  await expect.poll(height, { message: 'errors make the frame higher' }).toBeGreaterThan(before);
  // What somebody else's window says is not listened to.
  await visitor.evaluate(() => window.postMessage({ source: 'atrium-form', type: 'height', height: 5000 }, '*'));
  const email = `${unique('framed').replace(' ', '.')}@x.test`;
  await frame.getByLabel('E-mail').fill(email);
  await frame.getByRole('button', { name: 'Send' }).click();
  await expect(frame.getByText('Thank you')).toBeVisible();
  expect(await height()).toBeLessThan(2000);
  expect((await found(owner, email)).length).toBe(1);
  const [sent] = (await (await owner.get(`/api/v1/forms/${form.id}/submissions`)).json()).items;
  expect(sent.page_url).toBe(`${shop.origin}/`);

  const refusals: string[] = [];
  const elsewhere = await stranger(browser);
  elsewhere.on('console', (message) => refusals.push(message.text()));
  await elsewhere.goto(other.origin);
  await expect.poll(() => refusals.join(' ')).toMatch(/frame-ancestors|Refused to frame|Framing/);
  await expect(elsewhere.frameLocator('iframe').getByLabel('Name')).toHaveCount(0);
  shop.close();
  other.close();
});

test('an allowed site may send from its own script; another may not', async ({ browser }) => {
  const owner = await asOwner();
  const shop = await site('');
  const other = await site('');
  const form = await makeForm(owner, { allowed_origins: [shop.origin] });
  const send = async (origin: string, email: string) => {
    const visitor = await stranger(browser);
    await visitor.goto(origin);
    const url = `${baseURL}/api/v1/f/${form.key}`;
    return visitor.evaluate(
      async ({ url, email }) => {
        try {
          const { token } = await (await fetch(url)).json();
          await new Promise((done) => setTimeout(done, 2200));
          const body = JSON.stringify({ token, values: { name: 'Script', email } });
          return (await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).status;
        } catch {
          return 0;
        }
      },
      { url, email },
    );
  };
  expect(await send(shop.origin, `${unique('script').replace(' ', '.')}@x.test`)).toBe(201);
  expect(await send(other.origin, 'nobody@x.test')).toBe(0);
  expect(await found(owner, 'nobody@x.test')).toEqual([]);
  shop.close();
  other.close();
});

test('the page speaks Spanish, fits a small screen, and is the same in the dark', async ({ browser }) => {
  const owner = await asOwner();
  const form = await makeForm(owner, { title: 'Contacto' });
  for (const colorScheme of ['light', 'dark'] as const) {
    const visitor = await stranger(browser, { locale: 'es-ES', colorScheme, viewport: { width: 320, height: 640 } });
    await visitor.goto(`/f/${form.key}`);
    await expect(visitor.getByLabel('Correo electrónico')).toBeVisible();
    await expect(visitor.locator('html')).toHaveAttribute('lang', 'es');
    await visitor.getByRole('button', { name: 'Enviar' }).click();
    await expect(visitor.getByText('Hay 2 respuestas que revisar.')).toBeVisible();
    await expectFits(visitor);
    await expectAccessible(visitor);
    await visitor.screenshot({ path: `test-results/form-320-${colorScheme}.png`, fullPage: true });
  }
  await owner.patch(`/api/v1/forms/${form.id}`, { data: { active: false } });
  const late = await stranger(browser, { locale: 'es-ES' });
  await late.goto(`/f/${form.key}`);
  await expect(late.getByRole('heading', { name: 'Este formulario no admite respuestas por ahora.' })).toBeVisible();
});

test('a tag that a form uses names the form before it goes', async ({ page, watch }) => {
  watch.allowErrors(/409/);
  const owner = await asOwner();
  const tag = await (await owner.post('/api/v1/tags', { data: { name: unique('Used') } })).json();
  const form = await makeForm(owner, { tag_ids: [tag.id] });
  await signIn(page);
  await page.goto('/settings/tags');
  await page.getByRole('button', { name: `Actions for ${tag.name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog.getByRole('alert')).toContainText(form.name);
  await expect(dialog.getByRole('link', { name: 'Open' })).toHaveAttribute('href', `/forms/${form.id}`);
  await dialog.getByRole('button', { name: 'Delete anyway' }).click();
  await expect(dialog).toBeHidden();
  expect((await (await owner.get(`/api/v1/forms/${form.id}`)).json()).tag_ids).toEqual([]);
});
