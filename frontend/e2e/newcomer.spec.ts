import { expect, expectAccessible, test } from './fixtures.ts';
import { textFile } from './import-files.ts';
import { signIn } from './people.ts';

/**
 * The first half hour of somebody who has never seen Atrium, on what `make run` starts: without a manual, a reload or a
 * console error (the fixture fails on those).
 */
test('a newcomer brings contacts, finds one, edits, notes, tags and moves it, and a colleague sees it', async ({
  page,
  browser,
}) => {
  const digits = String(Math.floor(100_000 + Math.random() * 899_999));
  const name = `Lucía Ferrán ${digits}`;

  await test.step('signs in with the printed login', async () => {
    await signIn(page);
  });

  await test.step('imports a CSV of contacts', async () => {
    const lines = [
      'Name,Email,Phone,City',
      `${name},lucia.${digits}@example.com,+34 611 ${digits.slice(0, 3)} ${digits.slice(3)},Sevilla`,
      `Bruno Sala ${digits},bruno.${digits}@example.com,+34 622 ${digits.slice(3)} ${digits.slice(0, 3)},Bilbao`,
    ];
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Import' }).click();
    await page.getByRole('link', { name: 'Import a file' }).first().click();
    await page.locator('input[type=file]').setInputFiles(textFile('contacts.csv', lines.join('\n')));
    await page.getByRole('button', { name: 'On to the columns' }).click();
    await page.getByRole('button', { name: 'On to the options' }).click();
    await page.getByRole('link', { name: 'Check' }).click();
    await page.getByRole('button', { name: 'Start the import' }).click();
    await expect(page.getByRole('heading', { name: 'Everything was imported' })).toBeVisible({ timeout: 30_000 });
  });

  await test.step('finds one by part of the phone number', async () => {
    await page.getByRole('link', { name: 'Go to the customers' }).click();
    await page.keyboard.press('/');
    await page.keyboard.type(digits);
    const rows = page.getByRole('list', { name: 'Customers' }).getByRole('link');
    await expect(rows.filter({ hasText: name }).locator('mark').first()).toBeVisible();
    await rows.filter({ hasText: name }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeAttached();
  });

  await test.step('edits three fields in place', async () => {
    await edit('Location', 'Cádiz');
    await edit('Monthly budget', '2400', '2,400.00');
    await page.getByRole('button', { name: 'Edit Plan' }).click();
    await page.getByRole('combobox', { name: 'Plan' }).selectOption('Growth');
    await expect(page.getByRole('button', { name: 'Edit Plan' })).toContainText('Growth');
    await expect(page.getByText('Plan updated')).toBeVisible();
  });

  await test.step('adds a note and a whole group of tags', async () => {
    await page.getByRole('link', { name: 'Notes' }).click();
    await page.getByRole('textbox', { name: 'Write a note' }).fill('Asked for the **annual** price.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(page.locator('.prose strong', { hasText: 'annual' })).toBeVisible();
    await page.getByRole('button', { name: 'Add tags' }).click();
    await page.getByRole('button', { name: 'Add the whole group Interest' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('list', { name: 'Tags' }).getByText('Photography')).toBeVisible();
  });

  await test.step('moves it to another folder and sees what becomes of the status', async () => {
    await page.getByRole('button', { name: 'Move to…' }).click();
    const move = page.getByRole('dialog', { name: `Move ${name}` });
    await move.getByRole('combobox', { name: 'To folder' }).click();
    await page.getByRole('option', { name: 'Active Clients' }).click();
    await expect(move.getByText('Status after the move')).toBeVisible();
    await expect(move.getByText('The default status there')).toBeVisible();
    await move.getByRole('button', { name: 'Move', exact: true }).click();
    await expect(page.getByText('Moved to Active Clients, status Onboarding')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Status: Onboarding' })).toBeVisible();
  });

  await test.step('a second browser at the same address sees it, and the next change without a reload', async () => {
    const other = await (await browser.newContext()).newPage();
    await signIn(other);
    await other.goto(page.url());
    await expect(other.getByRole('heading', { level: 1, name })).toBeAttached();
    await expect(other.locator('.prose strong', { hasText: 'annual' })).toBeVisible();
    await other.getByRole('link', { name: 'Profile', exact: true }).click();
    await page.getByRole('link', { name: 'Profile', exact: true }).click();
    await edit('Location', 'Huelva');
    await expect(page.getByText('Location updated')).toBeVisible();
    const theirs = other.getByRole('button', { name: 'Edit Location' });
    await expect(theirs).toContainText('Huelva', { timeout: 30_000 });
    await other.context().close();
  });
  await expectAccessible(page);

  async function edit(label: string, value: string, shown = value) {
    await page.getByRole('button', { name: `Edit ${label}` }).click();
    await page.getByRole('textbox', { name: label }).fill(value);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: `Edit ${label}` })).toContainText(shown);
  }
});
