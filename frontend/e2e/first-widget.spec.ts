import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ask, enter, unique } from './customers-support.ts';
import { Site, strictBrowser } from './embeds-support.ts';
import { demo, expect, test } from './fixtures.ts';

/** What an integrator's server runs, with the generated client of the checkout. */
const USE = `
import os
from atrium_client import Client
with Client(os.environ["ATRIUM"], os.environ["KEY"]) as client:
    customer = os.environ["CUSTOMER"]
    client.consume_credits(customer, {"amount": 120, "source": {"type": "call", "id": customer[-12:]}})
    client.consume_customer_quota(customer, {"metric": "tool_calls", "amount": 7})
`;

test('a locked feature is enabled, credits are given, a widget shows them elsewhere, and what a program uses moves in both windows', async ({
  page,
  request,
}) => {
  const word = unique('portal');
  const { id } = await ask(request, 'POST', '/customers', { name: word });
  const shop = await new Site().open();
  const config = await ask(request, 'POST', '/embed-configs', {
    name: `Area ${word}`,
    allowed_origins: [shop.origin],
    scopes: ['customers:read', 'credits:read', 'quotas:read'],
    widgets: ['profile', 'credits', 'quota'],
  });

  // Why it is locked, and the way to mend it.
  await enter(page);
  await page.goto(`/customers?customer=${id}&manage=embeds`);
  const dialog = page.getByRole('dialog', { name: `Manage ${word}` });
  await expect(dialog.getByRole('tab', { name: 'Embed URLs locked' })).toBeVisible();
  await expect(dialog.getByText('White-label portal is off.')).toBeVisible();
  await dialog.getByRole('link', { name: 'Open Features & Add-ons' }).click();
  const cascade = page.getByRole('alertdialog').getByRole('button', { name: 'Change all of it' });
  for (const feature of ['White-label portal', 'Integration']) {
    await dialog.getByRole('switch', { name: feature, exact: true }).click();
    await expect(dialog.getByRole('switch', { name: feature, exact: true, checked: true }).or(cascade)).toBeVisible();
    if (await cascade.isVisible()) await cascade.click();
    await expect(dialog.getByRole('switch', { name: feature, exact: true })).toBeChecked();
  }
  await dialog.getByRole('checkbox', { name: 'Any app, by API' }).click();
  await cascade.click();

  await dialog.getByRole('tab', { name: 'Credits' }).click();
  await dialog.getByRole('button', { name: 'Give credits' }).click();
  const give = dialog.getByRole('form', { name: 'Give credits' });
  await give.getByRole('textbox', { name: 'Amount' }).fill('500');
  await give.getByRole('button', { name: /^Ends on/ }).click();
  await page.getByRole('button', { name: /next month/i }).click();
  await page.getByRole('button', { name: /, 15 / }).click();
  await give.getByRole('button', { name: 'Give', exact: true }).click();
  const credits = dialog.getByRole('list', { name: 'Balances' }).getByRole('button', { name: /^Credits/ });
  await expect(credits).toContainText('500');

  // A token, and its snippet as it is copied, on a page of another origin.
  await dialog.getByRole('tab', { name: 'Embed URLs' }).click();
  await dialog.getByRole('button', { name: 'New token' }).click();
  const make = page.getByRole('dialog', { name: 'New token' });
  await make.getByLabel('Label').fill('Shop');
  await make.getByRole('combobox', { name: 'Configuration' }).click();
  await page.getByRole('option', { name: config.name }).click();
  await make.getByRole('button', { name: 'Create token' }).click();
  shop.token = (await page.getByTestId('secret').textContent()) ?? '';
  await page.getByRole('button', { name: 'I have stored it' }).click();
  shop.html = (await dialog.getByRole('group', { name: 'Script tag' }).locator('code').textContent()) ?? '';
  await dialog.getByRole('tab', { name: 'Credits' }).click();

  const browser = await strictBrowser();
  try {
    const visitor = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await visitor.goto(shop.origin);
    const frame = visitor.frameLocator('iframe');
    await expect(frame.locator('strong[data-unit="credits"]')).toHaveText('500');
    await expect(frame.getByText('0 of 100 used')).toBeVisible();

    const place = { ATRIUM: process.env.ATRIUM_E2E_URL ?? '', KEY: demo().api_key, CUSTOMER: id };
    const env = { ...process.env, ...place, PYTHONPATH: '../clients/python/src' };
    await promisify(execFile)('../.venv/bin/python', ['-c', USE], { env });

    await expect(credits).toContainText('380');
    await expect(dialog.getByRole('region', { name: 'History' }).last().getByRole('row').nth(1)).toContainText('120');
    await expect(frame.locator('strong[data-unit="credits"]')).toHaveText('380', { timeout: 30_000 });
    await expect(frame.getByText('7 of 100 used')).toBeVisible({ timeout: 30_000 });
    await dialog.getByRole('tab', { name: 'Tool Call Quota' }).click();
    await expect(dialog.getByText('93 left')).toBeVisible();
  } finally {
    await browser.close();
    shop.server.close();
  }
});
