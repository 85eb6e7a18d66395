import { type APIRequestContext, type Page, request as requests } from '@playwright/test';
import { Site, strictBrowser } from './embeds-support.ts';
import { demo, expect, expectAccessible, expectFits, test } from './fixtures.ts';
import { signIn } from './people.ts';

/** Embeds: a member makes a token, a site shows the widgets with third-party cookies blocked, another site is told why not. */

const baseURL = process.env.ATRIUM_E2E_URL ?? '';
let serial = 0;
const unique = (what: string) => `${what} ${process.pid.toString(36)}${Date.now().toString(36)}${serial++}`;

const asOwner = () => requests.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${demo().api_key}` } });

async function ok(answer: { ok: () => boolean; text: () => Promise<string>; json: () => Promise<unknown> }) {
  expect(answer.ok(), await answer.text()).toBe(true);
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  return (await answer.json()) as any;
}

async function makeEmbed(owner: APIRequestContext, origins: string[], more: object = {}) {
  const customer = await ok(await owner.post('/api/v1/customers', { data: { name: unique('Ana Embed') } }));
  await ok(await owner.patch(`/api/v1/customers/${customer.id}/features`, { data: { portal: true } }));
  const config = await ok(
    await owner.post('/api/v1/embed-configs', {
      data: {
        name: unique('Client area'),
        allowed_origins: origins,
        scopes: ['customers:read', 'credits:read', 'notes:read'],
        widgets: ['profile', 'credits', 'notes'],
        theme: { accent: '#b91c1c', radius: 4 },
        ...more,
      },
    }),
  );
  const data = { config_id: config.id, label: 'Shop' };
  const token = await ok(await owner.post(`/api/v1/customers/${customer.id}/embed-tokens`, { data }));
  return { customer, config, token };
}

const grant = async (owner: APIRequestContext, customerId: string, amount: number) =>
  ok(
    await owner.post(`/api/v1/customers/${customerId}/credits/grants`, {
      data: { amount, note: 'Welcome' },
      headers: { 'Idempotency-Key': unique('grant').replace(' ', '-') },
    }),
  );

const listening = (page: Page) =>
  page.addInitScript(() => {
    const told: [string, unknown][] = [];
    Object.assign(window, { told });
    for (const type of ['ready', 'height', 'balance', 'launch', 'error', 'refused'])
      document.addEventListener(`atrium:${type}`, (event) => told.push([type, (event as CustomEvent).detail]));
  });
const heard = (page: Page, type: string) =>
  page.evaluate((wanted) => (window as unknown as { told: [string, unknown][] }).told.filter(([each]) => each === wanted).map(([, detail]) => detail), type); // biome-ignore format: one expression

test('an allowed site shows the widgets without any third-party cookie; another site is told why not', async () => {
  const owner = await asOwner();
  const shop = await new Site().open();
  const other = await new Site().open();
  const { customer, token } = await makeEmbed(owner, [shop.origin]);
  await grant(owner, customer.id, 500);
  const script = `<script src="${baseURL}/embed/widgets.js" data-embed="${token.key}" data-launch="/atrium/launch" data-title="Your account" async></script>`;
  for (const site of [shop, other]) Object.assign(site, { html: script, token: token.secret });

  const browser = await strictBrowser();
  try {
    const context = await browser.newContext({ locale: 'en-GB' });
    const visitor = await context.newPage();
    await listening(visitor);
    await visitor.goto(shop.origin);
    const frame = visitor.frameLocator('iframe[title="Your account"]');
    await expect(frame.getByRole('region', { name: 'Profile' })).toContainText(customer.name);
    const balance = frame.locator('strong[data-unit="credits"]');
    await expect(balance).toHaveText('500');
    await expect(frame.getByText('Added · Welcome')).toBeVisible();
    expect(await context.cookies()).toEqual([]);

    // The frame is as high as what is in it, the theme is the configuration's, and the code is gone from the address.
    const height = () => visitor.locator('iframe').evaluate((element) => element.clientHeight);
    const inside = () =>
      frame.locator('#widgets').evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
    await expect.poll(async () => (await height()) - (await inside())).toBe(0);
    expect(await balance.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(185, 28, 28)');
    expect(visitor.frames()[1]?.url()).toBe(`${baseURL}/embed/w/${token.key}`);

    // What happens reaches the host page as events, and the balance moves while one looks.
    expect(await heard(visitor, 'ready')).toEqual([{ widgets: ['profile', 'credits', 'notes'] }]);
    const used = { amount: 5, source: { type: 'call', id: 'c1' } };
    const headers = { 'Idempotency-Key': unique('use').replace(' ', '-') };
    await ok(await owner.post(`/api/v1/customers/${customer.id}/credits/consume`, { data: used, headers }));
    await expect(balance).toHaveText('495', { timeout: 30_000 });
    const moves = (await heard(visitor, 'balance')) as { unit: string; balance: number }[];
    expect(moves.filter(({ unit }) => unit === 'credits').map(({ balance }) => balance)).toEqual([500, 495]);

    // The code that opened it opens nothing again.
    expect(shop.codes).toHaveLength(1);
    let reused = 0;
    for (let turn = 0; turn < 5; turn++) {
      const again = await requests.newContext({ baseURL });
      const answer = await again.post('/api/v1/embed/sessions', { data: { code: shop.codes[0] } });
      expect([answer.status(), (await answer.json()).code]).toEqual([410, 'launch-code-used']);
      reused += Number(answer.ok());
    }
    expect(reused).toBe(0);

    // Another site: words in place of the widget, no frame, a line for the member. A bare frame stays empty as well.
    const stranger = await context.newPage();
    await listening(stranger);
    await stranger.goto(other.origin);
    await expect(stranger.getByRole('alert')).toContainText('is not among the sites that may show this widget');
    await expect(stranger.locator('iframe')).toHaveCount(0);
    expect(await heard(stranger, 'refused')).toEqual([expect.objectContaining({ code: 'origin-not-allowed' })]);
    expect(other.codes).toEqual([]);
    other.html = `<iframe src="${baseURL}/embed/w/${token.key}" title="Bare"></iframe>`;
    const refusals: string[] = [];
    stranger.on('console', (message) => refusals.push(message.text()));
    await stranger.goto(other.origin);
    await expect.poll(() => refusals.join(' ')).toMatch(/frame-ancestors|Refused to frame|Framing/);
    await expect(stranger.frameLocator('iframe').getByText(customer.name)).toHaveCount(0);
    const log = await ok(await owner.get(`/api/v1/customers/${customer.id}/embed-refusals`));
    expect(log.items.map(({ origin, times }: { origin: string; times: number }) => [origin, times])).toEqual([
      [other.origin, 2],
    ]);

    // Revoked: open widgets stop.
    await owner.delete(`/api/v1/customers/${customer.id}/embed-tokens/${token.id}`);
    await visitor.reload();
    await expect(visitor.getByRole('alert')).toContainText('withdrawn');
  } finally {
    await browser.close();
    shop.server.close();
    other.server.close();
  }
});

test('control: the browser of the journey keeps a cookie of a page, and the same one not from a frame on another site', async () => {
  const site = await new Site().open();
  const third = `${site.origin.replace('localhost', '127.0.0.1')}/cookie`;
  site.html = `<iframe src="${third}"></iframe>`;
  const browser = await strictBrowser();
  const kept: number[] = [];
  for (const address of [third, site.origin]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address);
    await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Shop' })).toBeVisible();
    kept.push((await context.cookies()).length);
  }
  await browser.close();
  expect(kept).toEqual([1, 0]);
  site.server.close();
});

test('the page by itself is accessible and fits a small screen, light and dark', async ({ browser }) => {
  const owner = await asOwner();
  const { customer, token } = await makeEmbed(owner, [], { theme: {} });
  await grant(owner, customer.id, 500);
  const server = await requests.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${token.secret}` } });
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page_url } = await ok(await server.post('/api/v1/embed/launches'));
    const viewport = { width: 320, height: 640 };
    const page = await (await browser.newContext({ colorScheme, viewport, locale: 'es-ES' })).newPage();
    await page.goto(`${baseURL}${new URL(page_url).pathname}${new URL(page_url).hash}`);
    await expect(page.getByRole('region', { name: 'Créditos' })).toContainText('500');
    await expectFits(page);
    await expectAccessible(page);
    await page.screenshot({ path: `test-results/embed-320-${colorScheme}.png`, fullPage: true });
  }
});

test('a bearer that ends is renewed through the host page', async ({ browser }) => {
  const owner = await asOwner();
  const shop = await new Site().open();
  const { customer, token } = await makeEmbed(owner, [shop.origin]);
  shop.token = token.secret;
  shop.html = `<script src="${baseURL}/embed/widgets.js" data-embed="${token.key}" data-launch="/atrium/launch" async></script>`;
  const page = await (await browser.newContext()).newPage();
  await page.clock.install();
  await page.goto(shop.origin);
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('region', { name: 'Profile' })).toContainText(customer.name);
  expect(shop.codes).toHaveLength(1);
  // A code from anybody else is not listened to.
  await page.evaluate(() => window.postMessage({ source: 'atrium-embed', type: 'code', code: 'x' }, '*'));
  await page.clock.fastForward('14:30');
  await expect.poll(() => shop.codes.length).toBe(2);
  await expect(frame.getByRole('region', { name: 'Profile' })).toContainText(customer.name);
  shop.server.close();
});

test('a member makes, shows, previews, rotates and revokes a token', async ({ page, watch }) => {
  watch.allowErrors(/409|422/);
  watch.allowErrors(/401.*\/api\/v1\/embed\//); // the preview, when its token was rotated and revoked
  const owner = await asOwner();
  const { customer } = await makeEmbed(owner, ['https://shop.example']);
  const config = unique('Portal');
  await signIn(page);
  await page.goto('/settings/embeds');
  await page.getByRole('button', { name: 'New configuration' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(config);
  await dialog.getByLabel('Allowed sites').fill('http://shop.example');
  await dialog.getByRole('button', { name: 'Create configuration' }).click();
  await expect(dialog.getByText('must begin with https://')).toBeVisible();
  await dialog.getByLabel('Allowed sites').fill('shop.example');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create configuration' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: config })).toContainText('https://shop.example');
  await expectAccessible(page);

  await page.goto(`/customers?customer=${customer.id}&manage=embeds`);
  const manage = page.getByRole('dialog');
  await manage.getByRole('button', { name: 'New token' }).click();
  const make = page.getByRole('dialog', { name: 'New token' });
  await make.getByLabel('Label').fill('Club');
  await make.getByRole('combobox', { name: 'Configuration' }).click();
  await page.getByRole('option', { name: config }).click();
  await make.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByTestId('secret')).toHaveText(/^atr_token_[0-9A-Za-z]{38}$/);
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page.getByTestId('secret')).toHaveCount(0);
  const tokens = manage.getByRole('list', { name: 'Embed tokens' });
  await expect(tokens.getByText('Never used').first()).toBeVisible();
  await expect(tokens.getByRole('group', { name: 'Script tag' })).toContainText(`${baseURL}/embed/widgets.js`);
  const preview = manage.getByRole('region', { name: 'Widgets of Club' });
  await expect(preview.getByText(customer.name)).toBeVisible();
  await manage.getByRole('button', { name: 'Dark' }).click();
  await expect(preview).toHaveAttribute('data-theme', 'dark');
  await manage.getByRole('button', { name: 'Save look' }).click();
  await expect(page.getByText('Look saved').first()).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: 'test-results/embeds-tab.png' });

  await tokens.getByRole('button', { name: 'Actions for Club' }).click();
  await page.getByRole('menuitem', { name: 'Rotate' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate' }).click();
  await expect(page.getByTestId('secret')).toBeVisible();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await manage.getByRole('button', { name: 'Revoke all' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke all' }).click();
  await expect(tokens.getByText('Revoked', { exact: true })).toHaveCount(2);

  // Locked while the feature is off: the reason, and where it is mended.
  await ok(await owner.patch(`/api/v1/customers/${customer.id}/features`, { data: { portal: false } }));
  await page.reload();
  await expect(page.getByRole('dialog').getByText('White-label portal is off.')).toBeVisible();
  await page.getByRole('dialog').getByRole('link', { name: 'Open Features & Add-ons' }).click();
  await expect(page).toHaveURL(/manage=features/);
});
