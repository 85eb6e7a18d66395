import { saveAs } from './automations-support.ts';
import { demo, expect, expectAccessible, test } from './fixtures.ts';
import { mailedLink } from './people.ts';
import { enterAt, fresh, withKey } from './settings-support.ts';

/** What a person who automates does first, from nothing to the trace of a real run, with a real minute of waiting. */

test('a lead from a form waits a minute, is greeted from a template and tagged, and its owner is told', async ({
  page,
  browser,
  watch,
}) => {
  watch.allowErrors(/422.*automations\/check/); // a step that was just added lacks something
  const api = await withKey();
  const made = async (path: string, data: object) => (await api.post(path, data)).json();
  const folders = await (await api.get('/folders?limit=200')).json();
  const { member } = await (await api.get('/me')).json();
  const folder = folders.items.find(({ name }: { name: string }) => name === 'New Leads');
  const [tag, template] = [fresh('Greeted'), fresh('Greeting')];
  await made('/tags', { name: tag });
  await made('/email-templates', {
    name: template,
    subject: 'Welcome, {{customer.first_name}}',
    body: 'Thank you for writing to {{workspace.name}}, **{{customer.first_name}}**.',
  });
  const form = await made('/forms', {
    name: fresh('Contact'),
    active: true,
    lifecycle: 'prospect',
    folder_id: folder.id,
    owner_id: member.id,
  });
  const tried = fresh('Ben Tried');
  const lead = { name: tried, lifecycle: 'prospect', folder_id: folder.id, owner_id: member.id };
  const ben = await made('/customers', { ...lead, emails: [{ address: `${Date.now()}@lead.test` }] });

  // Where and for whom.
  await enterAt(page, '/automations');
  await page.getByRole('button', { name: 'New automation' }).first().click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^From nothing/ })
    .click();
  await expect(page.getByRole('button', { name: /^When a customer is created/ })).toBeVisible();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Folders' }).fill('New Leads');
  await page.getByRole('option', { name: 'New Leads' }).click();
  await page.getByRole('tab', { name: 'Flow' }).click();
  await page.getByRole('button', { name: /Within New Leads/ }).click();
  await page.getByRole('button', { name: 'Add a condition' }).click();

  // What follows.
  const add = async (kind: string) => {
    await page.getByRole('button', { name: 'Add a step', exact: true }).click();
    await page.getByRole('menuitem', { name: kind }).click();
  };
  await add('Wait');
  await page.getByRole('combobox', { name: 'Unit' }).click();
  await page.getByRole('option', { name: 'minutes' }).click();
  await page.getByRole('textbox', { name: 'How long' }).fill('1');
  await add('Send an e-mail');
  const email = page.locator('[data-step=send_email_1]');
  await email.getByRole('button', { name: 'Template', exact: true }).click();
  await email.getByRole('combobox', { name: 'Template' }).fill(template);
  await page.getByRole('option', { name: template }).click();
  await add('Add tags');
  await page.getByRole('combobox', { name: 'Tags' }).fill(tag);
  await page.getByRole('option', { name: tag }).click();
  await add('Notify members');
  const told = page.locator('[data-step=notify_members_1]');
  await told.getByRole('checkbox', { name: 'The owner' }).check();
  await told.getByRole('textbox', { name: 'Title' }).fill('A new lead: {{customer.name}}');
  await expect(page.getByText('This can work.')).toBeVisible();
  await expectAccessible(page);
  const name = fresh('New lead');
  await saveAs(page, name);
  await expect(page).toHaveURL(/\/automations\/[0-9a-f-]{36}/);
  const id = page.url().match(/automations\/([0-9a-f-]{36})/)?.[1];

  // Tried on a real customer while it is off: nothing happens to them.
  await page.getByRole('tab', { name: 'Test' }).click();
  await page.getByRole('combobox', { name: 'Customers' }).fill(tried);
  await page.getByRole('option', { name: tried }).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  const trial = page.getByRole('article').first();
  await expect(trial).toContainText('Would run');
  for (const words of [
    'Wait 1 minute',
    'Would wait',
    'Send “Welcome, Ben” to the customer',
    `Add the tags ${tag}`,
    'Tell the owner',
  ])
    await expect(trial).toContainText(words);
  await expectAccessible(page);
  expect((await (await api.get(`/customers/${ben.id}`)).json()).tags).toEqual([]);

  // Switched on.
  await page.getByRole('switch', { name: `${name} runs` }).click();
  await expect.poll(async () => (await (await api.get(`/automations/${id}`)).json()).enabled).toBe(true);

  // A stranger sends the form.
  const visitor = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  const [who, address] = [fresh('Ana Ruiz'), `ana.${Date.now()}@lead.test`];
  await visitor.goto(`/f/${form.key}`);
  await visitor.getByLabel('Name').fill(who);
  await visitor.getByLabel('E-mail').fill(address);
  const sent = Date.now();
  await visitor.getByRole('button', { name: 'Send' }).click();
  await expect(visitor.getByText('Thank you')).toBeVisible();
  const found = async () => (await (await api.get(`/customers?q=${encodeURIComponent(address)}`)).json()).items[0];
  await expect.poll(async () => (await found())?.folder?.name).toBe('New Leads');

  // The trace is read while it waits, and when it is done.
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByRole('button', { name: new RegExp(who) }).click();
  const trace = page.getByRole('region', { name: 'What it did' });
  await expect(page.getByRole('article', { name: 'Run' })).toContainText('Wait 1 minute · goes on in');
  expect((await found()).tags).toEqual([]);
  const tags = async () => (await found()).tags.map((each: { name: string }) => each.name);
  await expect.poll(tags, { timeout: 100_000, intervals: [1_000] }).toEqual([tag]);
  expect(Date.now() - sent).toBeGreaterThan(60_000);
  await expect(trace.getByRole('listitem')).toHaveCount(4);
  await trace.getByRole('button', { name: /Details of Send/ }).click();
  await expect(trace).toContainText('Welcome, Ana');
  await expectAccessible(page);

  // Both mails left; the owner is told in Atrium as well.
  await mailedLink(page.request, address, /Thank you for writing to Lumen Studio/);
  await mailedLink(page.request, demo().email, new RegExp(`A new lead: ${who}`));
  await page.getByRole('button', { name: /^Notifications/ }).click();
  await expect(page.getByText(`A new lead: ${who}`)).toBeVisible();
});
