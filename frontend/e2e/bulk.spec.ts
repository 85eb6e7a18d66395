import { readFileSync } from 'node:fs';
import type { APIRequestContext, Page } from '@playwright/test';
import { ask, enter, unique } from './customers-support.ts';
import { expect, expectAccessible, expectFits, looks, test } from './fixtures.ts';
import { invite } from './people.ts';

/** Two folders, a group of two tags, and customers whose names share one word. */
async function furnish(request: APIRequestContext, count: number, lifecycle = 'customer') {
  const word = unique('bulk');
  const statuses = (...names: string[]) => names.map((name) => ({ name }));
  const from = await ask(request, 'POST', '/folders', { name: `${word} from`, statuses: statuses('Fresh', 'Running') });
  const to = await ask(request, 'POST', '/folders', { name: `${word} to`, statuses: statuses('Archived', 'Running') });
  const group = await ask(request, 'POST', '/tag-groups', { name: `${word} group` });
  for (const name of ['One', 'Two'])
    await ask(request, 'POST', '/tags', { name: `${word} ${name}`, group_id: group.id });
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const status_id = from.statuses[at % 2].id;
    const data = { name: `${word} ${at}`, folder_id: from.id, status_id, lifecycle };
    ids.push((await ask(request, 'POST', '/customers', data)).id);
  }
  return { word, from, to, group, ids };
}

const bar = (page: Page) => page.getByRole('region', { name: 'Selected customers' });
const box = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });

async function openList(page: Page, word: string, first: string) {
  await page.goto(`/customers?q=${word}`);
  await expect(box(page, first)).toBeVisible();
}

test('a range is tagged with a whole group, moved with its statuses mapped, and gets a field', async ({
  page,
  request,
}) => {
  const { word, ids } = await furnish(request, 4);
  await enter(page);
  await openList(page, word, `${word} 3`);
  await box(page, `${word} 3`).click();
  await box(page, `${word} 0`).click({ modifiers: ['Shift'] });
  await expect(bar(page).getByText('4 customers selected')).toBeVisible();

  await bar(page).getByRole('button', { name: 'Add tags' }).click();
  const tags = page.getByRole('dialog', { name: 'Add tags' });
  await tags.getByRole('searchbox', { name: 'Search tags and groups' }).fill(word);
  await tags.getByRole('button', { name: `The whole group ${word} group` }).click();
  await tags.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('4 customers tagged')).toBeVisible();

  await bar(page).getByRole('button', { name: 'Move' }).click();
  const move = page.getByRole('dialog', { name: 'Move to a folder' });
  await move.getByRole('combobox', { name: 'To folder' }).click();
  await page.getByRole('option', { name: `${word} to` }).click();
  const rows = move.getByRole('region', { name: 'What becomes of their statuses' }).getByRole('listitem');
  await expect(rows.filter({ hasText: 'Fresh' })).toContainText(/Fresh2.*Archived.*default there/s);
  await expect(rows.filter({ hasText: 'same name' })).toContainText(/Running2.*Running/s);
  await move.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(page.getByText('4 customers moved')).toBeVisible();

  await bar(page).getByRole('button', { name: 'Edit field' }).click();
  const field = page.getByRole('dialog', { name: 'Edit a field' });
  await field.getByRole('combobox', { name: 'Field' }).click();
  await page.getByRole('option', { name: 'Plan' }).click();
  await field.getByRole('combobox', { name: 'Plan' }).selectOption('Growth');
  await field.getByRole('button', { name: 'Set for all' }).click();
  await expect(page.getByText('4 customers updated')).toBeVisible();

  await bar(page).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Export' }).click();
  const save = page.getByRole('dialog', { name: 'Export customers' });
  await expect(save).toContainText('4 customers.');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    save.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines.slice(1).every((line) => line.includes(word))).toBe(true);

  const seen = await Promise.all(ids.map((id) => ask(request, 'GET', `/customers/${id}`)));
  expect(seen.map(({ status }) => status.name).sort()).toEqual(['Archived', 'Archived', 'Running', 'Running']);
  for (const { folder, tags: have, custom_fields } of seen) {
    expect(folder.name).toBe(`${word} to`);
    expect(have.map(({ name }: { name: string }) => name)).toEqual([`${word} One`, `${word} Two`]);
    expect(custom_fields.plan).toBeTruthy();
  }
});

test('prospects are converted, workers come and go, and tags are taken off', async ({ page, request }) => {
  const { word, ids, group } = await furnish(request, 2);
  const lead = await ask(request, 'POST', '/customers', { name: `${word} lead`, lifecycle: 'prospect' });
  for (const id of ids) await ask(request, 'POST', `/customers/${id}/tags`, { group_ids: [group.id] });
  await enter(page);
  await openList(page, word, `${word} 0`);
  for (const at of [0, 1]) await box(page, `${word} ${at}`).click();

  await bar(page).getByRole('button', { name: 'Assign' }).click();
  const assign = page.getByRole('dialog', { name: 'Assign' });
  await assign.getByRole('button', { name: 'Dana Ortiz (you)' }).click();
  await assign.getByRole('button', { name: 'Someone' }).click();
  await assign.getByRole('combobox', { name: 'New owner' }).fill('Noa');
  await page.getByRole('option', { name: /^Noa Levi noa@atrium/ }).click();
  await assign.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(page.getByText('2 customers assigned')).toBeVisible();
  const assigned = await ask(request, 'GET', `/customers/${ids[0]}`);
  expect([assigned.owner.name, assigned.workers.length]).toEqual(['Noa Levi', 2]);

  await bar(page).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Unassign' }).click();
  const unassign = page.getByRole('dialog', { name: 'Take workers off' });
  await unassign.getByRole('button', { name: 'Noa Levi' }).click();
  await unassign.getByRole('button', { name: 'Take off' }).click();
  await expect(page.getByText('2 customers updated')).toBeVisible();
  const after = await ask(request, 'GET', `/customers/${ids[0]}`);
  expect([after.owner, after.workers.map(({ name }: { name: string }) => name)]).toEqual([null, ['Dana Ortiz']]);

  await bar(page).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Remove tags' }).click();
  const untag = page.getByRole('dialog', { name: 'Remove tags' });
  await expect(untag.getByRole('button', { name: 'VIP' })).toHaveCount(0);
  await untag.getByRole('button', { name: `The whole group ${word} group` }).click();
  await untag.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('2 customers had tags removed')).toBeVisible();
  expect((await ask(request, 'GET', `/customers/${ids[1]}`)).tags).toEqual([]);

  await bar(page).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Convert to customers' }).click();
  const convert = page.getByRole('alertdialog');
  await expect(convert).toContainText('2 of them are customers already');
  await convert.getByRole('button', { name: 'Convert' }).click();
  const refused = page.getByRole('dialog', { name: '2 customers were left as they were' });
  await expect(refused.getByRole('region', { name: 'This is a customer already' }).getByRole('link')).toHaveCount(2);
  await refused.getByRole('button', { name: 'Close' }).last().click();
  expect((await ask(request, 'GET', `/customers/${lead.id}`)).lifecycle).toBe('prospect');
});

test('a deletion says whom it left and why, and its undo brings the others back', async ({
  page,
  request,
  baseURL,
}) => {
  const { word, from, ids } = await furnish(request, 3);
  const email = `${unique('manager')}@people.test`;
  const password = 'correct horse battery';
  const token = (await invite(baseURL ?? '', email, 'manager')).split('#token=')[1];
  const accepted = await request.post('/api/v1/invitations/accept', { data: { token, name: 'Mara Gil', password } });
  expect(accepted.status()).toBe(201);
  const roles = await ask(request, 'GET', '/roles');
  const manager = roles.items.find(({ system_key }: { system_key: string }) => system_key === 'manager');
  const entries = [{ role_id: manager.id, level: 'read' }];
  await ask(request, 'PUT', `/folders/${from.id}/permissions`, { entries });
  await ask(request, 'PATCH', `/customers/${ids[0]}`, { folder_id: null });
  await ask(request, 'PATCH', `/customers/${ids[1]}`, { folder_id: null });

  await enter(page, { email, password });
  await openList(page, word, `${word} 0`);
  for (const at of [0, 2]) await box(page, `${word} ${at}`).click();
  await bar(page).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  const result = page.getByRole('dialog', { name: '1 customer was left as it was' });
  await expect(result).toContainText('1 customer was changed.');
  await expect(result.getByRole('link', { name: `${word} 2` })).toHaveAttribute('href', new RegExp(ids[2] ?? ''));
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    result.getByRole('link', { name: 'Download the list' }).click(),
  ]);
  expect(await file.failure()).toBeNull();
  await result.getByRole('button', { name: 'Close' }).last().click();
  await expect(box(page, `${word} 0`)).toHaveCount(0);
  await expect(box(page, `${word} 2`)).toBeVisible();

  await box(page, `${word} 1`).click();
  await bar(page).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('1 customer deleted')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(box(page, `${word} 1`)).toBeVisible();
});

test('deleting more than twenty asks for their number', async ({ page, request }) => {
  const { word } = await furnish(request, 21);
  await enter(page);
  await openList(page, word, `${word} 20`);
  await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).click();
  await bar(page).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const confirm = page.getByRole('alertdialog');
  await expect(confirm.getByRole('button', { name: 'Delete' })).toHaveAttribute('aria-disabled', 'true');
  await confirm.getByRole('textbox').fill('21');
  await confirm.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('21 customers deleted')).toBeVisible();
  await expect(box(page, `${word} 20`)).toHaveCount(0);
});

test('what a role does not include is locked with the reason', async ({ page, request, baseURL }) => {
  const { word } = await furnish(request, 1);
  const email = `${unique('viewer')}@people.test`;
  const password = 'correct horse battery';
  const token = (await invite(baseURL ?? '', email, 'viewer')).split('#token=')[1];
  await request.post('/api/v1/invitations/accept', { data: { token, name: 'Vito Roca', password } });
  await enter(page, { email, password });
  await openList(page, word, `${word} 0`);
  await box(page, `${word} 0`).click();
  await expect(bar(page).getByRole('button', { name: 'Move' })).toHaveCount(0);
  await bar(page).getByRole('button', { name: 'More actions' }).click();
  const deletion = page.getByRole('menuitem', { name: /^Delete/ });
  await expect(deletion).toHaveAttribute('aria-disabled', 'true');
  await expect(deletion).toContainText('customers:delete');
});

for (const { colorScheme, width } of looks) {
  test(`the bulk bar is accessible and fits, ${colorScheme}, ${width} px`, async ({ page, request }) => {
    const { word } = await furnish(request, 2);
    await enter(page);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await openList(page, word, `${word} 0`);
    await box(page, `${word} 0`).click();
    await expect(bar(page)).toBeVisible();
    await expectAccessible(page);
    await expectFits(page);
    for (const name of ['Move', 'Add tags', 'Assign', 'Status', 'Edit field']) {
      if (width < 1100) {
        await bar(page).getByRole('button', { name: 'Actions' }).click();
        await page.getByRole('menuitem', { name, exact: true }).click();
      } else await bar(page).getByRole('button', { name, exact: true }).click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeVisible();
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect(dialog).toHaveCount(0);
    }
  });
}
