import { demo, expect, expectAccessible, expectFits, looks, test } from './fixtures.ts';

const operation = '/docs#list_customers';

test('an operation is found by filter, read, and shared by its address', async ({ page }) => {
  await page.goto('/docs');
  await expect(page.getByRole('link', { name: 'Overview' })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('/');
  await page.keyboard.type('get list_customers');
  await page.getByRole('navigation').getByRole('link', { name: /^GET/ }).first().click();
  await expect(page).toHaveURL(operation);
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toBeFocused();
  await expect(page.getByRole('heading', { name: 'In the query' })).toBeVisible();
  await page.reload();
  await expect(page.getByText('/api/v1/customers', { exact: true }).first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('link', { name: 'Overview' })).toHaveAttribute('aria-current', 'page');
});

test('every operation of the contract is listed and opens', async ({ page, request }) => {
  const contract = await (await request.get('/api/v1/openapi.json')).json();
  const ids = Object.values<Record<string, { operationId?: string }>>(contract.paths).flatMap((item) =>
    Object.values(item).flatMap(({ operationId }) => operationId ?? []),
  );
  expect(ids.length).toBeGreaterThan(10);
  await page.goto('/docs');
  const links = page.getByRole('navigation').locator('a[href^="#"]:not([href="#"]):not([href^="#webhook"])');
  await expect(links).toHaveCount(ids.length);
  const failures = await page.evaluate(async (all) => {
    const wrong: string[] = [];
    for (const id of all) {
      location.hash = id;
      const shown = () =>
        document.querySelector('nav a[aria-current]')?.getAttribute('href') === `#${id}` &&
        document.querySelector('#title')?.textContent;
      const until = Date.now() + 30_000;
      do await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      while (!shown() && Date.now() < until);
      if (!shown()) wrong.push(id);
    }
    return wrong;
  }, ids);
  expect(failures).toEqual([]);
});

test('trying it with a key shows the real answer; without one, the real refusal', async ({ page, watch }) => {
  watch.allowErrors(/401/);
  await page.goto(operation);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status').getByText(/^401/)).toBeVisible();
  await expect(page.getByRole('group', { name: 'Answer' })).toContainText('"request_id"');

  await page.getByLabel('API key').fill(demo().api_key);
  await page.getByLabel('limit').fill('1');
  await expect(page.getByRole('group', { name: 'Request' })).toContainText('/api/v1/customers?limit=1');
  await expect(page.getByRole('group', { name: 'Request' })).not.toContainText(demo().api_key);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status').getByText(/^200/)).toBeVisible();
  await expect(page.getByRole('group', { name: 'Answer' })).toContainText('"items"');
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(kept).not.toContain(demo().api_key);
});

test('a webhook is read with its whole payload, and the overview leads to the Postman collection', async ({ page }) => {
  await page.goto('/docs#webhook:credits.consumed');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('credits.consumed');
  await expect(page.getByRole('navigation').getByText('Webhook events')).toBeVisible();
  await expect(page.getByText('webhook-signature', { exact: true })).toBeVisible();
  const example = page.getByRole('group', { name: 'Example' }).first();
  for (const name of ['"occurred_at"', '"customer"', '"entry_id"', '"amount"'])
    await expect(example).toContainText(name);
  await page.goto('/docs');
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Postman collection' }).click();
  expect((await saving).suggestedFilename()).toBe('atrium.postman_collection.json');
  await expect(page.getByText('pip install ./clients/python')).toBeVisible();
});

test('what cannot be sent says why, where it is wrong', async ({ page }) => {
  await page.goto('/docs#create_customer');
  await page.getByLabel('Body (JSON)').fill('{"name": ');
  await expect(page.getByLabel('Body (JSON)')).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'not valid JSON' })).toBeVisible();
  await page.goto('/docs#update_customer');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'customer_id' })).toBeVisible();
});

test('a contract that cannot be fetched offers another try', async ({ page, watch }) => {
  watch.allowErrors(/ERR_FAILED/);
  await page.route('/api/v1/openapi.json', (route) => route.abort());
  await page.goto('/docs');
  await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible({ timeout: 30_000 });
  await page.unroute('/api/v1/openapi.json');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('link', { name: 'Overview' })).toBeVisible();
});

for (const { colorScheme, width } of looks) {
  test(`the reference is accessible and fits, ${colorScheme}, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/docs');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expectFits(page);
    if (width === 360) await page.getByRole('button', { name: 'Operations' }).click();
    await page.getByLabel('Filter operations').fill('create_customer');
    await page.locator('a[href="#create_customer"]').click();
    await page.getByLabel('API key').fill(demo().api_key);
    await page.locator('main summary').evaluateAll((all) => {
      for (const summary of all as HTMLElement[]) summary.click();
    });
    await expectAccessible(page);
    await expectFits(page);
  });
}
