import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectFits, test } from './fixtures.ts';
import { type ImportFile, textFile, workbook } from './import-files.ts';
import { newPerson } from './people.ts';
import { enterAt, fresh, withKey } from './settings-support.ts';

const step = (page: Page, name: string) => expect(page.getByText(name, { exact: true }).first()).toBeVisible();

/** Goes to the first step and gives it a file. */
async function upload(page: Page, file: ImportFile): Promise<void> {
  await enterAt(page, '/imports/new');
  await expect(page.getByRole('button', { name: /Drop a file here/ })).toBeVisible();
  await page.locator('input[type=file]').setInputFiles(file);
}

const counter = (page: Page, name: string) => page.getByRole('term').filter({ hasText: name }).locator('xpath=..');

async function expectCounts(page: Page, counts: Record<string, string>): Promise<void> {
  for (const [name, count] of Object.entries(counts)) await expect(counter(page, name)).toHaveText(name + count);
}

test('a CSV with a wrong row goes through all steps; the rejected row comes back with its reason', async ({ page }) => {
  const [word, field] = [fresh('Lira').replace(' ', ''), fresh('Shoe size')];
  const rows = [
    `Full name;E-mail;${field};Internal`,
    `Ana ${word};ana@${word}.test;38;x`,
    `Ben ${word};ben@;42;x`,
    `Zoë ${word};zoe@${word}.test;40;x`,
  ];
  await upload(page, textFile(`${word}.csv`, rows.join('\n')));

  await step(page, '1 of 4: File');
  await expect(page.getByLabel('Cells are separated by')).toHaveValue(';');
  await expect(page.getByRole('cell', { name: `Zoë ${word}` })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'On to the columns' }).click();

  await step(page, '2 of 4: Columns');
  await expect(page.getByRole('combobox', { name: 'Full name becomes' })).toHaveValue('name');
  await page.getByRole('combobox', { name: 'Internal becomes' }).selectOption({ label: 'Whole name' });
  await expect(page.getByText('The column Full name becomes this already.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'On to the options' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('combobox', { name: 'Internal becomes' }).selectOption({ label: 'Leave out' });
  await page.getByRole('button', { name: `Make a field: ${field} (Number)` }).click();
  await expect(page.getByText('3 of 4 columns are imported')).toBeVisible();
  await page.reload(); // an address a step: nothing is lost
  await expect(page.getByText('3 of 4 columns are imported')).toBeVisible();
  await expect(page.getByLabel('Name of the field')).toHaveValue(field);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'On to the options' }).click();

  await step(page, '3 of 4: Options');
  await page.getByRole('button', { name: 'Only create' }).click();
  await page.getByRole('button', { name: `New tag for this import: ${word}` }).click();
  await expect(page.getByRole('button', { name: new RegExp(`Remove ${word}`) })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Back' }).click();
  await expect(page.getByText('3 of 4 columns are imported')).toBeVisible();
  await page.getByRole('link', { name: 'Check' }).click();

  await step(page, '4 of 4: Check');
  await expect(page.getByText('New ones are created, known ones stay as they are.')).toBeVisible();
  await expect(page.getByText('2 created')).toBeVisible();
  const trial = page.getByRole('listitem').filter({ hasText: `Ben ${word}` });
  await expect(trial).toContainText('Rejected');
  await expect(trial).toContainText('E-mail');
  await expect(trial).toContainText('ben@');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Start the import' }).click();

  await expect(page.getByRole('heading', { name: 'The import is done' })).toBeVisible();
  await expectCounts(page, { Created: '2', Updated: '0', Unchanged: '0', Rejected: '1' });
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the rejected row' }).click(),
  ]);
  const rejected = readFileSync(await download.path(), 'utf8');
  expect(rejected).toContain(`Ben ${word}`);
  expect(rejected).toMatch(/ben@.*after the @/);
  expect(rejected).not.toContain(`Ana ${word}`);

  await page.getByRole('link', { name: 'Show the imported customers' }).click();
  await expect(page.getByText(`Ana ${word}`)).toBeVisible();
  await expect(page.getByText(`Zoë ${word}`)).toBeVisible();
  await page.goto('/imports');
  const row = page.getByRole('listitem').filter({ hasText: `${word}.csv` });
  await expect(row).toContainText('2 created · 1 rejected');
  await expect(row).toContainText('Done');
});

test('a workbook is imported with the keyboard alone; the same people again change nothing', async ({ page }) => {
  const word = fresh('Nave').replace(' ', '');
  const rows = [
    ['First name', 'Last name', 'E-mail', 'City'],
    ['Ivo', word, `ivo@${word}.test`, 'Lisbon'],
  ];
  const choosing = page.waitForEvent('filechooser'); // asked for early: it has to be in place when the key is pressed
  await enterAt(page, '/imports');
  await page.getByRole('link', { name: 'Import a file' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Drop a file here/ }).focus();
  await page.keyboard.press('Enter');
  await (await choosing).setFiles(workbook(`${word}.xlsx`, rows));
  await expect(page.getByText('Excel workbook')).toBeVisible();
  for (const name of ['On to the columns', 'On to the options', 'Check before the start', 'Start the import']) {
    const button = page.getByRole('button', { name });
    await expect(button).not.toHaveAttribute('aria-disabled', 'true');
    await button.focus();
    await page.keyboard.press('Enter');
  }
  await expect(page.getByRole('heading', { name: 'Everything was imported' })).toBeVisible();
  await expectCounts(page, { Created: '1', Rejected: '0' });

  const card = ['BEGIN:VCARD', 'VERSION:4.0', `FN:Ivo ${word}`, `EMAIL:ivo@${word}.test`, 'END:VCARD', ''].join('\r\n');
  await upload(page, textFile(`${word}.vcf`, card));
  await expect(page.getByText('vCard', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Check' }).click();
  await page.getByRole('button', { name: 'Start the import' }).click();
  await expect(page.getByRole('heading', { name: 'Everything was imported' })).toBeVisible();
  await expectCounts(page, { Created: '0', Unchanged: '1' });
});

test('a file that is not what it says is refused with what it is, or read as what it is', async ({ page, watch }) => {
  watch.allowErrors(/422/);
  await upload(page, textFile('contacts.csv', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'));
  await expect(page.getByRole('alert').filter({ hasText: 'PDF' })).toBeVisible();
  await expect(page).toHaveURL(/\/imports\/new$/);
  await expectAccessible(page);
  await page.locator('input[type=file]').setInputFiles(textFile('photo.png', 'x'));
  await expect(page.getByText(/photo\.png is not one of: \.csv/)).toBeVisible();
  await page.locator('input[type=file]').setInputFiles(workbook('contacts.csv', [['Name'], ['Ada']]));
  await expect(page.getByText('It is named .csv, but its content is another format (Excel workbook).')).toBeVisible();
  await page.getByRole('link', { name: 'Finish later' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Not started' }).first();
  await row.getByRole('link', { name: 'Continue with contacts.csv' }).click();
  await step(page, '1 of 4: File');
});

test('a wrong guess about the file is put right and the columns follow', async ({ page }) => {
  await upload(page, textFile('names.txt', 'First;Last|Code\nAda;Lovelace|1\nAlan;Turing|2\nGrace;Hopper|3\n'));
  await page.getByLabel('Cells are separated by').selectOption({ label: 'Semicolon ;' });
  await expect(page.getByRole('cell', { name: 'Lovelace|1' })).toBeVisible();
  await page.getByLabel('Cells are separated by').selectOption({ label: 'Bar |' });
  await expect(page.getByRole('cell', { name: 'Ada;Lovelace' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Cells are separated by')).toHaveValue('|');
});

test('an import is cancelled while it runs', async ({ page }) => {
  const lines = Array.from({ length: 60_000 }, (_, at) => `Stop ${at},stop${at}@stop.test`);
  await upload(page, textFile('large.csv', ['Name,E-mail', ...lines].join('\n')));
  await page.getByRole('link', { name: 'Options' }).click();
  await page.getByRole('button', { name: 'Only update' }).click(); // no row has a customer: nothing is left behind
  await page.getByRole('button', { name: 'Check before the start' }).click();
  await page.getByRole('button', { name: 'Start the import' }).click();
  await expect(page.getByText(/of 60,000 rows/)).toBeVisible({ timeout: 30_000 });
  await expect(counter(page, 'Rejected')).not.toHaveText('Rejected0');
  await page.getByRole('button', { name: 'Cancel the import' }).click();
  await expect(page.getByRole('heading', { name: 'The import was cancelled' })).toBeVisible({ timeout: 30_000 });
  await expect(counter(page, 'Created')).toHaveText('Created0');
  const said = (await counter(page, 'Rejected').textContent())?.replace(/\D/g, '');
  expect(Number(said)).toBeGreaterThan(0);
  expect(Number(said)).toBeLessThan(60_000);
});

test('everyone is exported from the palette, and the file waits among the exports', async ({ page }) => {
  await enterAt(page, '/w');
  await page.getByRole('button', { name: 'Search or do something' }).click();
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('export everyone');
  await page.getByRole('option', { name: 'Export everyone' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export customers' });
  await expect(dialog.getByText('Everyone you may see.')).toBeVisible();
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  const api = await withKey();
  const { total } = await (await api.get('/customers?limit=1&include_total=true')).json();
  const { items } = await (await api.get('/customers?limit=5')).json();
  const file = readFileSync(await download.path(), 'utf8');
  for (const { id } of items) expect(file).toContain(id);
  await expect(dialog.getByText(`${total} customers are in the file.`)).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.goto('/imports/exports');
  const row = page
    .getByRole('listitem')
    .filter({ hasText: `${total} customers` })
    .first();
  await expect(row.getByRole('link', { name: 'Download' })).toBeVisible();
  await expectAccessible(page);
});

test('who may not import is told so', async ({ page, baseURL }) => {
  const person = await newPerson(baseURL ?? '', 'Agent Only');
  await enterAt(page, '/imports', person);
  await expect(page.getByText('Your role does not include this')).toBeVisible();
  await expect(page.getByText('customers:import')).toBeVisible();
  await expectAccessible(page);
});

test('without a connection the upload waits and says why', async ({ page, context }) => {
  await enterAt(page, '/imports/new');
  await expect(page.getByRole('button', { name: /Drop a file here/ })).toBeEnabled();
  await context.setOffline(true);
  await expect(page.getByText('You are offline. The upload needs a connection.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Drop a file here/ })).toBeDisabled();
  await context.setOffline(false);
  await expect(page.getByRole('button', { name: /Drop a file here/ })).toBeEnabled();
});

test('an address of no import says so', async ({ page, watch }) => {
  watch.allowErrors(/404/);
  await enterAt(page, '/imports/nothing');
  await expect(page.getByRole('heading', { name: 'Nothing lives at this address' })).toBeVisible();
  await page.goto('/imports/0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b11/columns');
  await expect(page.getByText('There is no such import, or it is not yours').first()).toBeVisible();
  await expectAccessible(page);
});

test('the steps fit a phone and a wide screen', async ({ page }) => {
  const heading = 'Long heading that goes on and on for a while without an end in sight';
  await upload(page, textFile('wide.csv', `Name,E-mail,${heading}\nAda,ada@wide.test,${'value '.repeat(40)}\n`));
  await page.waitForURL(/\/file$/);
  const address = new URL(page.url()).pathname.replace(/\/file$/, '');
  for (const width of [360, 768, 2560]) {
    await page.setViewportSize({ width, height: 800 });
    for (const [name, place] of [
      ['1 of 4: File', 'file'],
      ['2 of 4: Columns', 'columns'],
      ['3 of 4: Options', 'options'],
      ['4 of 4: Check', 'check'],
    ] as const) {
      await page.goto(`${address}/${place}`);
      await step(page, name);
      await expect(page.getByRole('button', { name: /^(On to|Check before|Start)/ })).toBeVisible();
      await expectFits(page);
    }
  }
});
