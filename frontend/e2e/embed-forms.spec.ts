import { ask, enter, unique } from './customers-support.ts';
import { Site, strictBrowser } from './embeds-support.ts';
import { expect, expectAccessible, expectFits, test } from './fixtures.ts';

test('a visitor sends the form from another site, and the member finds it on that customer', async ({
  page,
  request,
}) => {
  const name = unique('Embedda');
  const shop = await new Site().open();
  const fields = [
    { kind: 'property', property: 'name', required: true },
    { kind: 'property', property: 'email', required: true },
    { kind: 'property', property: 'phone' },
    { kind: 'property', property: 'message', label: 'What should be better?', required: true },
  ];
  const look = { title: 'How are we doing?', thank_you: 'We are listening.' };
  const form = await ask(request, 'POST', '/forms', { name: unique('Survey'), active: true, fields, ...look });
  const taken = `${unique('noa')}@example.com`;
  const [{ id }, other] = await Promise.all([
    ask(request, 'POST', '/customers', { name, email: `${name}@example.com` }),
    ask(request, 'POST', '/customers', { name: unique('Noa'), email: taken }),
  ]);
  await ask(request, 'PATCH', `/customers/${id}/features`, { portal: true });
  const config = await ask(request, 'POST', '/embed-configs', {
    name: unique('Survey area'),
    allowed_origins: [shop.origin],
    scopes: ['customers:read', 'forms:submit'],
    widgets: ['profile', 'form'],
    form_id: form.id,
  });
  const token = await ask(request, 'POST', `/customers/${id}/embed-tokens`, { config_id: config.id, label: 'Shop' });
  shop.token = token.secret;
  shop.html = `<script src="${process.env.ATRIUM_E2E_URL}/embed/widgets.js" data-embed="${token.key}" data-launch="/atrium/launch" data-title="Your account" async></script>`;

  const browser = await strictBrowser();
  try {
    const visitor = await (
      await browser.newContext({ locale: 'en-GB', viewport: { width: 360, height: 800 } })
    ).newPage();
    await visitor.addInitScript(() => {
      const told: unknown[] = [];
      Object.assign(window, { told });
      document.addEventListener('atrium:form', (event) => told.push((event as CustomEvent).detail));
    });
    const told = () => visitor.evaluate(() => (window as unknown as { told: unknown[] }).told);
    await visitor.goto(shop.origin);
    const frame = visitor.frameLocator('iframe[title="Your account"]');

    // What is known is there already, and need not be given again.
    await expect(frame.getByRole('heading', { name: look.title })).toBeVisible();
    await expect(frame.getByRole('textbox', { name: 'Name' })).toHaveValue(name);
    const email = frame.getByRole('textbox', { name: 'E-mail' });
    await expect(email).toHaveValue(`${name.toLowerCase()}@example.com`);
    const message = frame.getByRole('textbox', { name: 'What should be better?' });
    await frame.getByRole('button', { name: 'Send' }).click();
    await expect(frame.getByText('This is needed.')).toBeVisible();
    await expect(message).toBeFocused();

    // What the server finds wrong stands at its question, and nothing is kept.
    await message.fill('The coffee.');
    await frame.getByRole('textbox', { name: 'Phone' }).fill('12');
    await frame.getByRole('button', { name: 'Send' }).click();
    await expect(frame.getByText('This is not a phone number.')).toBeVisible();
    await visitor.screenshot({ path: 'test-results/embed-form-360.png', fullPage: true });
    expect(await told()).toEqual([]);
    expect((await ask(request, 'GET', `/forms/${form.id}/submissions`)).items).toEqual([]);

    // Somebody else's address does not make it theirs.
    await frame.getByRole('textbox', { name: 'Phone' }).fill('+34 600 11 22 33');
    await email.fill(taken);
    await frame.getByRole('button', { name: 'Send' }).click();
    await expect(frame.getByText(look.thank_you)).toBeVisible();
    expect(await told()).toEqual([{ redirect_url: null }]);
    await expect(frame.getByRole('region', { name: 'Profile' })).toContainText('+34600112233', { timeout: 30_000 });
    await frame.getByRole('button', { name: 'Fill it in again' }).click();
    await expect(message).toHaveValue('');

    // Off: the page says so, without having been loaded again.
    await message.fill('And the tea.');
    await ask(request, 'PATCH', `/forms/${form.id}`, { active: false });
    await frame.getByRole('button', { name: 'Send' }).click();
    await expect(frame.getByText('This form takes no answers at the moment.')).toBeVisible();
    await expect(message).toHaveValue('And the tea.');
  } finally {
    await browser.close();
    shop.server.close();
  }

  const sent = (await ask(request, 'GET', `/forms/${form.id}/submissions`)).items;
  expect(sent.map((each: { customer: { id: string } }) => each.customer.id)).toEqual([id]);
  expect(sent[0].duplicate_of.id).toBe(other.id);
  await enter(page);
  await page.goto(`/w/${id}?section=timeline`);
  await expect(page.getByText(`The form “${form.name}” was filled in`).first()).toBeVisible();
  await expect(page.getByText('The coffee.').first()).toBeVisible();
});

test('a form by itself is accessible and fits a small screen', async ({ browser, request }) => {
  const { id } = await ask(request, 'POST', '/customers', { name: unique('Solo') });
  await ask(request, 'PATCH', `/customers/${id}/features`, { portal: true });
  const form = await ask(request, 'POST', '/forms', { name: unique('Solo'), active: true });
  const config = { name: unique('Solo'), scopes: ['forms:submit'], widgets: ['form'], form_id: form.id };
  const { id: config_id } = await ask(request, 'POST', '/embed-configs', config);
  const token = await ask(request, 'POST', `/customers/${id}/embed-tokens`, { config_id, label: 'Solo' });
  const headers = { Authorization: `Bearer ${token.secret}` };
  const launch = await (await request.post('/api/v1/embed/launches', { headers })).json();
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(`${new URL(launch.page_url).pathname}${new URL(launch.page_url).hash}`);
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('');
  await expectFits(page);
  await expectAccessible(page);
});
