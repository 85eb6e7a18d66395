import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, expectFits, looks, test } from './fixtures.ts';
import { newPerson } from './people.ts';
import { enterAt, fresh, withKey } from './settings-support.ts';

const table = (page: Page): Locator => page.getByRole('grid', { name: 'Customers' });
const names = (page: Page): Promise<string[]> =>
  table(page)
    .locator('[role=gridcell] [role=checkbox]')
    .evaluateAll((boxes) => boxes.map((box) => (box.getAttribute('aria-label') ?? '').replace('Select ', '')));
const headings = (page: Page): Promise<string[]> =>
  table(page)
    .getByRole('columnheader')
    .filter({ hasText: /./ })
    .evaluateAll((cells) => cells.map((cell) => cell.querySelector('.truncate')?.textContent ?? ''));

type Made = { word: string; tags: [string, string]; ids: Record<string, string> };

/** Three customers with a word of their own: two carry both tags, and their budgets differ. */
async function make(): Promise<Made> {
  const api = await withKey();
  const word = `Zeta${Math.random().toString(36).slice(2, 8)}`;
  const tags: [string, string] = [fresh('Gold'), fresh('Coast')];
  const tagIds: string[] = [];
  for (const name of tags) tagIds.push((await (await api.post('/tags', { name })).json()).id);
  const ids: Record<string, string> = {};
  const budget = (amount: number) => ({ monthly_budget: { amount_minor: amount, currency: 'EUR' } });
  for (const [name, tag_ids, amount] of [
    ['Ada', tagIds, 90_000],
    ['Bea', tagIds, 20_000],
    ['Cid', tagIds.slice(0, 1), 50_000],
  ] as const) {
    const data = {
      name: `${name} ${word}`,
      email: `${name}.${word}@list.test`,
      tag_ids,
      custom_fields: budget(amount),
    };
    const made = await api.post('/customers', data);
    expect(made.status(), await made.text()).toBe(201);
    ids[name] = (await made.json()).id;
  }
  return { word, tags, ids };
}

async function addFilter(page: Page, name: string | RegExp): Promise<Locator> {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const popup = page.getByRole('dialog', { name: 'Filter', exact: true });
  await popup.getByRole('button', { name }).click();
  return popup;
}

test('two tags and a custom field narrow the list, a heading sorts it, and the address brings it all back', async ({
  page,
}) => {
  const { word, tags } = await make();
  await enterAt(page, '/customers');
  await page.getByRole('searchbox', { name: 'Search customers' }).fill(word);
  await expect.poll(() => names(page)).toHaveLength(3);
  await expect(table(page).locator('mark').first()).toBeVisible();

  await page.getByRole('button', { name: 'Tags', exact: true }).click();
  const popup = page.getByRole('dialog', { name: 'Tags' });
  for (const tag of tags) await popup.getByRole('checkbox', { name: tag }).click();
  await expect.poll(() => names(page)).toHaveLength(2);
  await popup.getByRole('button', { name: 'Any of them' }).click();
  await expect.poll(() => names(page)).toHaveLength(3);
  await popup.getByRole('button', { name: 'All of them' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: `Tags include ${tags[0]} and ${tags[1]}`, exact: true })).toBeVisible();

  const field = await addFilter(page, /Monthly budget/);
  await field.getByRole('combobox', { name: 'How to compare Monthly budget' }).selectOption('is at least');
  await field.getByLabel('Value').fill('much');
  await field.getByRole('button', { name: 'Apply' }).click();
  await expect(field.getByText('This is not a number.')).toBeVisible();
  await field.getByLabel('Value').fill('150');
  await field.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('button', { name: 'Monthly budget is at least €150.00', exact: true })).toBeVisible();
  await expect.poll(() => names(page)).toHaveLength(2);

  await table(page).getByTitle('Sort by Name').click();
  await expect.poll(() => names(page)).toEqual([`Ada ${word}`, `Bea ${word}`]);
  await table(page).getByTitle('Sort by Name').click();
  await expect.poll(() => names(page)).toEqual([`Bea ${word}`, `Ada ${word}`]);

  await page.reload();
  await expect.poll(() => names(page)).toEqual([`Bea ${word}`, `Ada ${word}`]);
  await expect(page.getByRole('searchbox', { name: 'Search customers' })).toHaveValue(word);

  // A chip is edited where it stands, and removed by its cross.
  await page.getByRole('button', { name: /^Monthly budget is at least/ }).click();
  const chip = page.getByRole('dialog', { name: /^Monthly budget/ });
  await expect(chip.getByLabel('Value')).toHaveValue('150.00');
  await chip.getByLabel('Value').fill('500');
  await page.keyboard.press('Enter');
  await expect.poll(() => names(page)).toEqual([`Ada ${word}`]);
  await page.getByRole('button', { name: /^Remove Monthly budget/ }).click();
  await expect.poll(() => names(page)).toHaveLength(2);
  await expect(page.getByRole('button', { name: 'Filter', exact: true })).toBeFocused();
});

test('columns are chosen, moved, widened and pinned, and stay so for this person', async ({ page }) => {
  await enterAt(page, '/customers');
  await expect(table(page).getByRole('columnheader', { name: 'Location' })).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).click();
  const chooser = page.getByRole('dialog', { name: 'Columns' });
  await chooser.getByRole('checkbox', { name: 'Phone' }).click();
  await chooser.getByRole('checkbox', { name: 'Monthly budget' }).click();
  await page.keyboard.press('Escape');
  await expect(table(page).getByRole('columnheader', { name: 'Phone' })).toHaveCount(0);
  const menu = async (column: string, item: string) => {
    await table(page).getByRole('columnheader', { name: column }).hover();
    await page.getByRole('button', { name: `Options of ${column}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await menu('Location', 'Move towards the start');
  await menu('Monthly budget', 'Pin at the start');
  await menu('E-mail', 'Wider');
  const wanted = ['Name', 'Monthly budget', 'ID', 'Location', 'E-mail'];
  await expect.poll(async () => (await headings(page)).slice(0, 5)).toEqual(wanted);

  const email = table(page).getByRole('columnheader', { name: 'E-mail' });
  const edge = await email.locator('.cursor-col-resize').boundingBox();
  const before = (await email.boundingBox())?.width ?? 0;
  if (!edge) throw new Error('no edge to drag');
  await page.mouse.move(edge.x + 4, edge.y + 8);
  await page.mouse.down();
  await page.mouse.move(edge.x + 64, edge.y + 8, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.round(((await email.boundingBox())?.width ?? 0) - before)).toBe(60);
  const width = (await email.boundingBox())?.width;
  await menu('E-mail', 'Narrower'); // after a drag the menu still works
  await expect.poll(async () => (await email.boundingBox())?.width).toBe((width ?? 0) - 40);

  await page.reload();
  await expect.poll(async () => (await headings(page)).slice(0, 5)).toEqual(wanted);
  await expect.poll(async () => (await email.boundingBox())?.width).toBe((width ?? 0) - 40);
  const number = table(page).locator('[role=gridcell]', { hasText: '€' }).first();
  await expect(number).toHaveCSS('justify-content', 'flex-end');
});

test('a view is saved, shared and changed; others see it and keep their changes for themselves', async ({
  page,
  browser,
  baseURL,
}) => {
  const { word } = await make();
  const name = fresh('Rich');
  await enterAt(page, `/customers?q=${word}&sort=-field.monthly_budget`);
  await expect.poll(() => names(page)).toEqual([`Ada ${word}`, `Cid ${word}`, `Bea ${word}`]);
  await page.getByRole('button', { name: 'Save as view' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as a new view' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('switch', { name: 'Everyone sees it' }).click();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  const tab = page.getByRole('navigation', { name: 'Customers and saved views' }).getByRole('link', { name });
  await expect(tab).toHaveAttribute('aria-current', 'page');
  await expect(page).toHaveURL(/\?view=[0-9a-f-]{36}$/);
  await expect.poll(() => names(page)).toEqual([`Ada ${word}`, `Cid ${word}`, `Bea ${word}`]);
  const address = page.url();

  const other = await (await browser.newContext()).newPage();
  await enterAt(other, address, await newPerson(baseURL ?? '', 'Olga Ruiz'));
  await expect.poll(() => names(other)).toEqual([`Ada ${word}`, `Cid ${word}`, `Bea ${word}`]);
  await table(other).getByTitle('Sort by Name').click();
  await expect(other.getByText('Changed, not saved')).toBeAttached();
  await expect(other.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  await other.getByRole('button', { name: 'Reset' }).click();
  await expect(other.getByText('Changed, not saved')).toHaveCount(0);
  await expect.poll(() => names(other)).toEqual([`Ada ${word}`, `Cid ${word}`, `Bea ${word}`]);

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name: 'Plan' }).click();
  await page.keyboard.press('Escape');
  await table(page).getByTitle('Sort by Name').click();
  await expect(page.getByText('Changed, not saved')).toBeAttached();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(`View ${name} saved`)).toBeVisible();
  await expect(page.getByText('Changed, not saved')).toHaveCount(0);

  await other.reload();
  await expect.poll(() => names(other)).toEqual([`Ada ${word}`, `Bea ${word}`, `Cid ${word}`]);
  expect(await headings(other)).toContain('Plan');
  await other.context().close();

  await page.getByRole('button', { name: `Options of the view ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Rename view' }).click();
  await page.getByRole('dialog', { name: 'Rename view' }).getByLabel('Name').fill(`${name} two`);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Options of the view ${name} two` }).click();
  await page.getByRole('menuitem', { name: 'Delete view' }).click();
  await expect(page.getByText(`View ${name} two deleted`)).toBeVisible();
  await expect(tab).toHaveCount(0);
  await page.goto(address);
  await expect(page.getByText('This view was deleted, or is not shared with you.')).toBeVisible();
});

test('the keyboard alone searches, moves, selects and opens', async ({ page }) => {
  const { word, ids } = await make();
  await enterAt(page, '/customers?sort=name');
  await expect(table(page).getByRole('row').nth(3)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type(word);
  await expect.poll(() => names(page)).toEqual([`Ada ${word}`, `Bea ${word}`, `Cid ${word}`]);
  await page.keyboard.press('Enter');
  await expect(table(page)).toBeFocused();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+ArrowDown');
  const selected = table(page).locator('[role=row][aria-selected=true]');
  await expect(selected).toHaveCount(3); // from the one that x chose to here
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await expect(selected).toHaveCount(2);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`customer=${ids.Bea}`));
  await expect(table(page).locator('[role=row][aria-current=true]')).toContainText(`Bea ${word}`);
});

test('an address is copied by a click, and a name leads into the workspace', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { word, ids } = await make();
  await enterAt(page, `/customers?q=Ada+${word}`);
  await table(page).getByText(`Ada.${word}@list.test`.toLowerCase(), { exact: false }).click();
  await expect(table(page).getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`Ada.${word}@list.test`.toLowerCase());
  await table(page).locator('[role=row]', { hasText: word }).hover();
  await page.getByRole('link', { name: `Open Ada ${word} in the workspace` }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${ids.Ada}`));
});

test('what was deleted is restored from the trash', async ({ page, request }) => {
  const { word, ids } = await make();
  await enterAt(page, '/customers');
  const { csrf_token } = await (await page.request.get('/api/v1/me')).json();
  const headers = { 'X-CSRF-Token': csrf_token, 'Sec-Fetch-Site': 'same-origin' };
  for (const id of [ids.Ada, ids.Bea])
    expect((await page.request.delete(`/api/v1/customers/${id}`, { headers })).status()).toBe(204);
  await request.dispose();
  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByRole('button', { name: `Restore Ada ${word}` }).click();
  await expect(page.getByText(`Ada ${word} is back`)).toBeVisible();
  await expect(page.getByRole('button', { name: `Restore Ada ${word}` })).toHaveCount(0);
  await page.getByRole('button', { name: `Delete Bea ${word} for good` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText(`Bea ${word} is deleted for good`)).toBeVisible();
  await page.getByRole('link', { name: 'Customers', exact: true }).last().click();
  await expect(table(page).getByText(`Ada ${word}`)).toBeVisible();
});

test('prospects that the plan leaves out stay visible as a locked tab with the reason', async ({ page }) => {
  // The operator sets the plan; here only the server's answer about it is exchanged.
  await page.route('**/api/v1/me', async (route) => {
    const answer = await route.fetch();
    const me = await answer.json();
    const unmet = [
      {
        code: 'plan-excludes',
        message: 'Your plan, Basic, does not include this.',
        fix: { label: "See the workspace's plan", href: '/settings/workspace' },
      },
    ];
    await route.fulfill({ response: answer, json: { ...me, features: { prospects: { allowed: false, unmet } } } });
  });
  await enterAt(page, '/customers?tab=prospects');
  await expect(page.getByText('Your plan, Basic, does not include this.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: "See the workspace's plan" }).click();
  await expect(page.getByText(/^Plan: /)).toBeVisible();
});

test('nobody matches, and one click shows everyone again', async ({ page }) => {
  await enterAt(page, '/customers?q=nobodyiscalledthis');
  await expect(page.getByText('Nobody matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await expect.poll(async () => (await names(page)).length).toBeGreaterThan(3);
});

for (const { colorScheme, width } of looks) {
  test(`the Customer List is accessible and fits, ${colorScheme}, ${width} px`, async ({ page }) => {
    const { word } = await make();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await enterAt(page, '/customers');
    await expect(table(page).getByText(`Ada ${word}`)).toBeVisible();
    await expectAccessible(page);
    await expectFits(page);
    for (const tab of ['Prospects', 'Renewals', 'Trash']) {
      await page
        .getByRole('navigation', { name: 'Customers and saved views' })
        .getByRole('link', { name: tab, exact: true })
        .click();
      await expect(page.getByRole('link', { name: tab, exact: true })).toHaveAttribute('aria-current', 'page');
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
      await expectFits(page);
    }
    await page.goto(`/customers?q=${word}&fields=[["monthly_budget","gte","15000"]]`);
    await page.getByRole('button', { name: /^Monthly budget is at least/ }).click();
    await expect(page.getByLabel('Value')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Tags', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Any of them' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Columns' }).click();
    await expect(page.getByRole('checkbox', { name: 'Monthly budget' })).toBeVisible();
    await expectAccessible(page);
    await expectFits(page);
  });
}
