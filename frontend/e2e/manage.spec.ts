import { ask, enter, unique } from './customers-support.ts';
import { expect, expectAccessible, expectFits, looks, test } from './fixtures.ts';

test('a row opens its details, where one field is edited in place', async ({ page, request }) => {
  const word = unique('detail');
  const { id } = await ask(request, 'POST', '/customers', { name: word, email: `${word}@x.test` });
  await enter(page);
  await page.goto(`/customers?q=${word}`);
  await page.getByRole('grid').getByRole('row').filter({ hasText: word }).first().click();
  await expect(page).toHaveURL(new RegExp(`customer=${id}`));
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByRole('button', { name: 'Edit Location' }).click();
  await details.getByRole('textbox', { name: 'Location' }).fill('Toledo');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Location updated')).toBeVisible();
  await details.getByRole('button', { name: 'Edit Phone' }).click();
  await details.getByRole('textbox', { name: 'Phone' }).fill('600 11 99 88');
  await page.keyboard.press('Enter');
  await expect(details.getByRole('button', { name: 'Edit Phone' })).toContainText('600 11 99 88');
  await details.getByRole('button', { name: 'Edit name and picture' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit name and picture' });
  await edit.getByLabel('Name').fill(`${word} Renamed`);
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(details.getByRole('heading', { name: `${word} Renamed` })).toBeVisible();
  await page.reload();
  await expect(details.getByRole('heading', { name: `${word} Renamed` })).toBeVisible();
  const saved = await ask(request, 'GET', `/customers/${id}`);
  expect([saved.location, saved.email, saved.phone]).toEqual(['Toledo', `${word}@x.test`, '+34600119988']);
  await details.getByRole('link', { name: 'Open in workspace' }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${id}`));
});

test('each tab of the Manage dialog has an address, and everything of the customer is edited there', async ({
  page,
  request,
  watch,
}) => {
  watch.allowErrors(/409/);
  const word = unique('manage');
  const other = await ask(request, 'POST', '/customers', { name: `${word} other` });
  await ask(request, 'POST', `/customers/${other.id}/profiles`, { channel: 'telegram', handle: `${word}_taken` });
  const { id } = await ask(request, 'POST', '/customers', { name: word, lifecycle: 'prospect' });
  await enter(page);
  await page.goto(`/customers?customer=${id}&manage=info`);
  const dialog = page.getByRole('dialog', { name: `Manage ${word}` });
  await dialog.getByRole('button', { name: 'Edit Kind' }).click();
  await dialog.getByRole('combobox', { name: 'Kind' }).selectOption('Company');
  await expect(dialog.getByRole('button', { name: 'Edit Kind' })).toContainText('Company');
  await dialog.getByRole('button', { name: 'Edit Time zone' }).click();
  await dialog.getByRole('combobox', { name: 'Time zone' }).fill('Lisbon');
  await page.getByRole('option', { name: 'Europe/Lisbon' }).click();
  await expect(page.getByText('Time zone updated')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'System' }).fill('hubspot');
  await dialog.getByRole('textbox', { name: 'ID there' }).fill(word);
  await dialog.getByRole('button', { name: 'Add', exact: true }).last().click();
  await expect(dialog.getByRole('button', { name: 'Edit hubspot' })).toContainText(word);
  await dialog.getByRole('button', { name: 'Convert to customer' }).click();
  await expect(page.getByText(`${word} is a customer now`)).toBeVisible();

  await dialog.getByRole('tab', { name: 'Profiles' }).click();
  await expect(page).toHaveURL(/manage=profiles/);
  await page.reload();
  await expect(dialog.getByRole('tab', { name: 'Profiles', selected: true })).toBeFocused();
  await dialog.getByRole('button', { name: 'Add a profile' }).click();
  const form = dialog.getByRole('form', { name: 'Add a profile' });
  await form.getByRole('combobox', { name: 'Channel' }).click();
  await page.getByRole('option', { name: 'Telegram' }).click();
  await form.getByRole('textbox', { name: 'Address, number or name' }).fill(`${word}_taken`);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(form.getByRole('link', { name: 'Open the customer who has it' })).toHaveAttribute(
    'href',
    new RegExp(other.id),
  );
  await form.getByRole('textbox', { name: 'Address, number or name' }).fill(`${word}_own`);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText(`${word}_own`, { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Mark as verified' }).click();
  await expect(dialog.getByText('Verified', { exact: true })).toBeVisible();

  await dialog.getByRole('tab', { name: 'Timeline' }).click();
  await expect(page).toHaveURL(/manage=timeline/);
  await expect(dialog.getByRole('listitem').first()).toBeVisible();

  const saved = await ask(request, 'GET', `/customers/${id}`);
  expect([saved.kind, saved.time_zone, saved.lifecycle, saved.external_ids]).toEqual([
    'company',
    'Europe/Lisbon',
    'customer',
    { hubspot: word },
  ]);
  await dialog.getByRole('tab', { name: 'Customer Info' }).click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.getByRole('button', { name: 'Delete customer' }).click();
  const confirm = page.getByRole('alertdialog');
  await expect(confirm).toContainText('1 channel');
  await confirm.getByRole('button', { name: 'Delete customer' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page).not.toHaveURL(/customer=/);
});

test('a locked tab stays visible, says why, and leads to where that is mended', async ({ page, request }) => {
  const word = unique('locked');
  const folder = await ask(request, 'POST', '/folders', { name: word, sections: ['profile'] });
  const { id } = await ask(request, 'POST', '/customers', { name: word, folder_id: folder.id });
  await enter(page);
  await page.goto(`/customers?customer=${id}&manage=related`);
  const dialog = page.getByRole('dialog', { name: `Manage ${word}` });
  await expect(dialog.getByText(`The folder ${word} does not show this section.`)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Link a customer' })).toHaveCount(0);
  await expect(dialog.getByRole('tab', { name: /Related.*locked/ })).toBeVisible();
  await dialog.getByRole('link', { name: 'Change the folder' }).click();
  await expect(page).toHaveURL(/\/settings\/folders/);
});

for (const { colorScheme, width } of looks) {
  test(`details and Manage are accessible and fit, ${colorScheme}, ${width} px`, async ({ page, request }) => {
    const { items } = await ask(request, 'GET', '/customers?limit=1&q=Ana');
    await enter(page);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`/customers?customer=${items[0].id}`);
    await expect(page.getByRole('button', { name: 'Edit Location' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Manage', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: /^Manage / });
    for (const tab of ['Customer Info', 'Profiles', 'Related', 'Timeline']) {
      await dialog.getByRole('tab', { name: tab }).click();
      const panel = dialog.getByRole('tabpanel', { name: tab });
      await expect(panel).toBeVisible();
      await expectAccessible(page);
      await expectFits(page);
      const wide = await panel.evaluate((node) => node.scrollWidth - node.clientWidth);
      expect(wide, `${tab} is wider than the dialog`).toBe(0);
    }
  });
}
