import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { demo } from './fixtures.ts';

/** Gives the flow that is open a name, and saves it. */
export async function saveAs(page: Page, name: string): Promise<void> {
  await page
    .getByRole('button', { name: /Edit Name|Name/ })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

/** What an automation's page shows, for pictures. */
type Screen = { name: string; show: (page: Page, request: APIRequestContext) => Promise<unknown> };

const headers = () => ({ Authorization: `Bearer ${demo().api_key}` });

/** Written out it would look like a promise to the linter. */
const THEN = 'then';

const flow = {
  name: 'Pictured',
  enabled: true,
  trigger: { kind: 'manual' },
  conditions: [{ any_of: [{ path: 'customer.lifecycle', op: 'eq', value: 'prospect' }] }],
  steps: [
    { id: 'note_1', kind: 'create_note', config: { body: 'Hello {{customer.first_name}}' } },
    {
      id: 'branch_1',
      kind: 'branch',
      config: { conditions: [{ any_of: [{ path: 'customer.email', op: 'exists' }] }] },
      [THEN]: [
        { id: 'email_1', kind: 'send_email', config: { subject: 'Hello', body: 'Hello {{customer.first_name}}' } },
      ],
      otherwise: [{ id: 'stop_1', kind: 'stop', config: { reason: 'No address' } }],
    },
    { id: 'wait_1', kind: 'wait', config: { wait: 'event', event_types: ['customer.converted'], seconds: 864_000 } },
  ],
};

/** Made once for all pictures. */
async function pictured(request: APIRequestContext): Promise<{ id: string; customer: string }> {
  const list = await (await request.get('/api/v1/automations?q=Pictured', { headers: headers() })).json();
  const customers = await request.get('/api/v1/customers?lifecycle=prospect&limit=1', { headers: headers() });
  const customer = (await customers.json()).items[0].id;
  if (list.items[0]) return { id: list.items[0].id, customer };
  const { id } = await (await request.post('/api/v1/automations', { headers: headers(), data: flow })).json();
  await request.post(`/api/v1/automations/${id}/run`, {
    headers: { ...headers(), 'Idempotency-Key': `pictured-${id}` },
    data: { selection: { customer_ids: [customer] }, data: {} },
  });
  return { id, customer };
}

export const automationScreens: Screen[] = [
  {
    name: 'automation-step',
    show: async (page, request) => {
      await page.goto(`/automations/${(await pictured(request)).id}`);
      await page.getByRole('button', { name: /^Decide/ }).click();
      await expect(page.getByRole('combobox', { name: 'What to look at' })).toBeVisible();
    },
  },
  {
    name: 'automation-run',
    show: async (page, request) => {
      await page.goto(`/automations/${(await pictured(request)).id}?tab=runs`);
      await page.getByRole('list', { name: 'Runs' }).getByRole('button').first().click();
      await expect(page.getByRole('region', { name: 'What it did' })).toBeVisible();
    },
  },
  {
    name: 'automation-test',
    show: async (page, request) => {
      await page.goto(`/automations/${(await pictured(request)).id}?tab=test`);
      await page.getByRole('combobox', { name: 'Customers' }).click();
      await page.getByRole('option').first().click();
      await page.getByRole('button', { name: 'Try it' }).click();
      await expect(page.getByRole('article')).toBeVisible();
    },
  },
  {
    name: 'automation-by-hand',
    show: async (page, request) => {
      const { customer } = await pictured(request);
      await page.goto(`/w/${customer}`);
      if ((page.viewportSize()?.width ?? 0) < 1100) return;
      await page.getByRole('button', { name: 'Run Pictured' }).click();
      await expect(page.getByRole('dialog')).toContainText('Write the note');
    },
  },
];
