import { randomUUID } from 'node:crypto';
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { demo } from './fixtures.ts';

/** Signs the browser in through the API; the sign-in page has a journey of its own. */
export async function enter(page: Page, person: { email: string; password: string } = demo()): Promise<void> {
  const data = { email: person.email, password: person.password };
  const answer = await page.request.post('/api/v1/auth/login', { data });
  expect(answer.status(), await answer.text()).toBe(200);
  await page.addInitScript(() => localStorage.setItem('atrium.signed-in', '1'));
}

/** Calls the API with the key of the demo; what it answers, checked for success. */
export async function ask(request: APIRequestContext, method: string, path: string, data?: unknown) {
  const headers: Record<string, string> = { Authorization: `Bearer ${demo().api_key}` };
  if (method === 'POST') headers['Idempotency-Key'] = randomUUID();
  const answer = await request.fetch(`/api/v1${path}`, { method, headers, data });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return answer.status() === 204 ? null : answer.json();
}

/** A word that is in nothing else of this installation. */
let serial = 0;
export const unique = (word: string) =>
  `${word}${Date.now().toString(36)}${(serial++).toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`;

type Screen = { name: string; show: (page: Page, request: APIRequestContext) => Promise<void> };
const ana = async (request: APIRequestContext) =>
  (await ask(request, 'GET', '/customers?limit=1&q=Ana')).items[0].id as string;

/** What a selection or an address opens over the Customer List, for the screenshots. */
export const listScreens: Screen[] = [
  {
    name: 'customers-bulk',
    show: async (page) => {
      await page.goto('/customers');
      const boxes = page.getByRole('checkbox', { name: /^Select (?!all)/ });
      await boxes.nth(0).click();
      await boxes.nth(4).click({ modifiers: ['Shift'] });
      await expect(page.getByRole('region', { name: 'Selected customers' })).toBeVisible();
    },
  },
  {
    name: 'customers-bulk-move',
    show: async (page) => {
      await listScreens[0]?.show(page, page.request);
      const bar = page.getByRole('region', { name: 'Selected customers' });
      const narrow = bar.getByRole('button', { name: 'Actions', exact: true });
      if (await narrow.isVisible()) {
        await narrow.click();
        await page.getByRole('menuitem', { name: 'Move', exact: true }).click();
      } else await bar.getByRole('button', { name: 'Move' }).click();
      await page.getByRole('combobox', { name: 'To folder' }).click();
      await page.getByRole('option', { name: 'Closed' }).click();
      await expect(page.getByRole('region', { name: 'What becomes of their statuses' })).toBeVisible();
    },
  },
  {
    name: 'customers-details',
    show: async (page, request) => {
      await page.goto(`/customers?customer=${await ana(request)}`);
      await expect(page.getByRole('button', { name: 'Edit Location' })).toBeVisible();
    },
  },
  ...['info', 'profiles', 'timeline', 'credits'].map((tab) => ({
    name: `manage-${tab}`,
    show: async (page: Page, request: APIRequestContext) => {
      await page.goto(`/customers?customer=${await ana(request)}&manage=${tab}`);
      await expect(page.getByRole('tabpanel')).toBeVisible();
    },
  })),
  {
    name: 'customers',
    show: async (page) => {
      await page.goto('/customers');
      await expect(page.getByRole('gridcell').first()).toBeVisible();
    },
  },
  {
    name: 'customers-filters',
    show: async (page, request) => {
      const { items } = await ask(request, 'GET', '/tags?limit=3');
      const tags = JSON.stringify(items.slice(0, 2).map(({ id }: { id: string }) => id));
      await page.goto(
        `/customers?anyTags=${tags}&fields=[["monthly_budget","gte","10000"]]&sort=-field.monthly_budget`,
      );
      await page.getByRole('button', { name: /^Monthly budget is at least/ }).click();
      await expect(page.getByLabel('Value')).toBeVisible();
    },
  },
  {
    name: 'customers-view',
    show: async (page) => {
      await page.goto('/customers');
      await page.getByRole('link', { name: 'Renewals', exact: true }).click();
      await page.getByRole('columnheader', { name: 'Name' }).getByTitle('Sort by Name').click();
      await expect(page.getByText('Changed, not saved')).toBeAttached();
    },
  },
  {
    name: 'customers-trash',
    show: async (page, request) => {
      const { id } = await ask(request, 'POST', '/customers', { name: unique('Deleted ') });
      await ask(request, 'DELETE', `/customers/${id}`);
      await page.goto('/customers?tab=trash');
      await expect(page.getByRole('button', { name: /^Restore / }).first()).toBeVisible();
    },
  },
];
