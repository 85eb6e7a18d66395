import { type APIRequestContext, type Page, request as requests } from '@playwright/test';
import { saveAs } from './automations-support.ts';
import { demo, expect, expectAccessible, expectFits, test } from './fixtures.ts';
import { signIn } from './people.ts';

/** Automations: built from a template, switched on, followed in their traces, tried without effects, started by hand. */

const baseURL = process.env.ATRIUM_E2E_URL ?? '';
let serial = 0;
const unique = (what: string) => `${what} ${process.pid.toString(36)}${Date.now().toString(36)}${serial++}`;

const asOwner = () => requests.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${demo().api_key}` } });

async function make(owner: APIRequestContext, path: string, data: object) {
  const answer = await owner.post(`/api/v1/${path}`, { data });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}

const newLead = (owner: APIRequestContext, name: string, more: object = {}) =>
  make(owner, 'customers', {
    name,
    lifecycle: 'prospect',
    emails: [{ address: `${name.toLowerCase().replace(/\W+/g, '.')}@lead.test` }],
    ...more,
  });

const customerOf = async (owner: APIRequestContext, id: string) => (await owner.get(`/api/v1/customers/${id}`)).json();

/** One step of the flow, by what it says. */
const card = (page: Page, text: string | RegExp) => page.getByRole('button', { name: text, expanded: false });

const noteOnCreation = (name: string, more: object = {}) => ({
  name,
  enabled: true,
  trigger: { kind: 'event', event_types: ['customer.created'] },
  conditions: [{ any_of: [{ path: 'customer.source', op: 'eq', value: name }] }],
  steps: [{ id: 'note_1', kind: 'create_note', config: { body: 'Hello {{customer.first_name}}' } }],
  ...more,
});

test('from a template to switched on, and a created customer gets the effect', async ({ page }) => {
  const owner = await asOwner();
  const tag = await make(owner, 'tags', { name: unique('Greeted') });
  await signIn(page);
  await page.getByRole('link', { name: 'Automations', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Automations', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'New automation' }).first().click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Welcome/ })
    .click();
  await expect(card(page, /^When a customer is created/)).toBeVisible();
  await expect(card(page, /^Only if Lifecycle is Prospect and E-mail is there/)).toBeVisible();
  await expectAccessible(page);

  // The wait becomes a second long: edited in place, Enter keeps it.
  await card(page, /^Wait 1 minute/).click();
  await page.getByRole('combobox', { name: 'Unit' }).click();
  await page.getByRole('option', { name: 'seconds' }).click();
  await page.getByRole('textbox', { name: 'How long' }).fill('1');
  await page.getByRole('textbox', { name: 'How long' }).press('Enter');
  await expect(card(page, /^Wait 1 second/)).toBeFocused();
  // Escape takes back what was typed.
  await card(page, /^Send “Welcome/).click();
  await page.getByRole('textbox', { name: 'Subject' }).fill('Something else');
  await page.getByRole('textbox', { name: 'Subject' }).press('Escape');
  await expect(card(page, /^Send “Welcome, ‹First name›” to the customer/)).toBeVisible();

  // A step more, a placeholder put in, one moved by keyboard, one deleted and taken back.
  await page.getByRole('button', { name: 'Add a step', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Add tags' }).click();
  await expect(page.getByText(/must name at least one tag/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Tags' }).fill(tag.name);
  await page.getByRole('option', { name: tag.name }).click();
  await expect(page.getByText('This can work.')).toBeVisible();
  const added = page.getByRole('button', { name: `Add the tags ${tag.name} Add tags` });
  await added.click();
  await added.press('Alt+ArrowUp');
  const steps = page.getByRole('list', { name: 'Steps' }).locator('[data-step]');
  await expect(steps.nth(2)).toContainText(tag.name);
  await page.getByRole('button', { name: /^Actions of Tell/ }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(steps).toHaveCount(3);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(steps).toHaveCount(4);

  const name = unique('Welcome');
  await saveAs(page, name);
  await expect(page.getByText('Saved as version 1.')).toBeVisible();
  await expect(page).toHaveURL(/\/automations\/[0-9a-f-]{36}$/);
  await page.getByRole('switch', { name: `${name} runs` }).click();
  await expect(page.getByText('On', { exact: true })).toBeVisible();
  // The page says so at once; what happens from now on counts when the server has said so too.
  const address = `/api/v1/automations/${page.url().split('/').pop()}`;
  await expect.poll(async () => (await (await owner.get(address)).json()).enabled).toBe(true);

  const lead = await newLead(owner, unique('Ana Welcome'));
  await expect
    .poll(async () => (await customerOf(owner, lead.id)).tags.map((each: { name: string }) => each.name), {
      timeout: 60_000,
    })
    .toContain(tag.name);
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByRole('button', { name: new RegExp(lead.name) }).click();
  const trace = page.getByRole('region', { name: 'What it did' });
  await expect(trace.getByRole('listitem')).toHaveCount(4);
  await expect(trace).toContainText(`Add the tags ${tag.name}`);
  await trace.getByRole('button', { name: /Details of Send/ }).click();
  await expect(trace).toContainText('Welcome, Ana');
  await expectAccessible(page);
  await page.reload();
  await expect(trace.getByRole('listitem')).toHaveCount(4);
  const id = page.url().match(/automations\/([0-9a-f-]{36})/)?.[1];
  await owner.delete(`/api/v1/automations/${id}`);
});

test('what cannot work is named where it is wrong, and is not saved', async ({ page, watch }) => {
  watch.allowErrors(/422/);
  await signIn(page);
  await page.goto('/automations/new');
  await expect(page.getByText('No steps here yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a step', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Decide' }).click();
  const branch = page.locator('[data-step=branch_1]');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await branch.getByRole('button', { name: 'Add a step', exact: true }).first().click();
  await page.getByRole('menuitem', { name: 'Send an e-mail' }).click();
  const email = page.locator('[data-step=send_email_1]');
  await expect(email.getByRole('textbox', { name: 'Text' })).toHaveAccessibleDescription(/at least 1 character/);
  await email.getByRole('textbox', { name: 'Text' }).fill('Hello');
  await email.getByRole('textbox', { name: 'Subject' }).fill('Hello {{customer.nonsense}}');
  await expect(email.getByRole('textbox', { name: 'Subject' })).toHaveAccessibleDescription(/leads nowhere/);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Unsaved changes' }).getByRole('alert')).toBeVisible();
  await expectAccessible(page);

  // Leaving asks; what was typed is there again afterwards.
  await page.getByRole('link', { name: 'All automations' }).click();
  const guard = page.getByRole('alertdialog');
  await expect(guard).toContainText('Leave without saving?');
  await guard.getByRole('button', { name: 'Stay' }).click();
  await page.getByRole('link', { name: 'All automations' }).click();
  await guard.getByRole('button', { name: 'Leave' }).click();
  await expect(page).toHaveURL(/\/automations$/);
  await page.goto('/automations/new');
  await expect(page.getByText('your unsaved changes of an earlier visit')).toBeVisible();
  await expect(card(page, /^Send “Hello ‹/)).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('No steps here yet.')).toBeVisible();
});

test('a dry run changes nothing, and why it did not run is answered', async ({ page }) => {
  const owner = await asOwner();
  const name = unique('Dry');
  const automation = await make(owner, 'automations', noteOnCreation(name, { enabled: false }));
  const fits = await newLead(owner, unique('Ben Fits'), { source: name });
  const other = await newLead(owner, unique('Cleo Other'), { source: 'elsewhere' });
  const notes = async () => (await (await owner.get(`/api/v1/customers/${fits.id}/notes`)).json()).items.length;
  await signIn(page);
  await page.goto(`/automations/${automation.id}?tab=test`);
  for (const { name: who } of [fits, other]) {
    await page.getByRole('combobox', { name: 'Customers' }).fill(who);
    await page.getByRole('option', { name: who }).click();
  }
  await page.getByRole('button', { name: 'Try it' }).click();
  const trials = page.getByRole('article');
  await expect(trials.first()).toContainText('Would run');
  await expect(trials.first()).toContainText('Write the note “Hello Ben”');
  await expect(trials.last()).toContainText('Would not run');
  await expect(trials.last()).toContainText(/Source is Dry.*did not hold.*elsewhere/);
  expect(await notes()).toBe(0);
  await page.getByRole('combobox', { name: 'Customer', exact: true }).fill(other.name);
  await page.getByRole('option', { name: other.name }).click();
  await expect(page.getByRole('region', { name: 'Why did this not run?' }).getByRole('status')).toContainText(
    'switched off',
  );
  await expectAccessible(page);
  await expectFits(page);
});

test('an automation is started by hand from the right panel, after showing what it will do', async ({ page }) => {
  const owner = await asOwner();
  const name = unique('By hand');
  const automation = await make(
    owner,
    'automations',
    noteOnCreation(name, { trigger: { kind: 'manual' }, conditions: [] }),
  );
  const customer = await newLead(owner, unique('Dora Hand'));
  await signIn(page, undefined, `/login?next=/w/${customer.id}`);
  const tool = page.getByRole('region', { name: 'Run automation' });
  await tool.getByRole('button', { name: `Run ${name}` }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Write the note “Hello Dora”');
  await expectAccessible(page);
  expect((await (await owner.get(`/api/v1/customers/${customer.id}/notes`)).json()).items).toEqual([]);
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(dialog).toContainText('was started');
  await expect
    .poll(async () => (await (await owner.get(`/api/v1/customers/${customer.id}/notes`)).json()).items.length, {
      timeout: 30_000,
    })
    .toBe(1);
  await dialog.getByRole('link', { name: 'Open the run' }).click();
  await expect(page.getByRole('article', { name: 'Run' })).toContainText('Done');
  await owner.delete(`/api/v1/automations/${automation.id}`);
});

test('it is exported and imported, duplicated, stopped as a whole, and fits every screen', async ({ page }) => {
  const owner = await asOwner();
  const name = unique('Travels');
  const automation = await make(owner, 'automations', noteOnCreation(name, { enabled: false }));
  await signIn(page);
  for (const width of [360, 768, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    for (const tab of ['flow', 'runs', 'test', 'settings']) {
      await page.goto(`/automations/${automation.id}?tab=${tab}`);
      await expect(page.getByRole('tab', { selected: true })).toBeVisible();
      await expectFits(page);
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`/automations?q=${encodeURIComponent(name)}`);
  await page.getByRole('button', { name: `Actions of ${name}` }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export as a file' }).click();
  const file = await (await saving).path();
  await page.getByRole('button', { name: 'Import' }).click();
  await page.locator('input[type=file]').setInputFiles({
    name: 'x.json',
    mimeType: 'application/json',
    buffer: await (await import('node:fs/promises')).readFile(file),
  });
  await expect(page).toHaveURL(/\/automations\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await page.goto('/automations');
  await page.getByRole('button', { name: 'Stop all' }).click();
  await expect(page.getByText('All automations are stopped: none starts')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Let them go on' }).click();
  await expect(page.getByRole('button', { name: 'Stop all' })).toBeVisible();
});
