import { ask, enter, unique } from './customers-support.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

test('credits are given, used from elsewhere, deducted and reversed, and everything shows as it happens', async ({
  page,
  request,
  watch,
}) => {
  watch.allowErrors(/402/);
  const word = unique('credits');
  const { id } = await ask(request, 'POST', '/customers', { name: word });
  await enter(page);
  await page.goto(`/customers?customer=${id}&manage=credits`);
  const dialog = page.getByRole('dialog', { name: `Manage ${word}` });
  const balances = dialog.getByRole('list', { name: 'Balances' });
  await expect(balances.getByRole('button', { name: /^Credits/ })).toContainText('0');

  await dialog.getByRole('button', { name: 'Give credits' }).click();
  const give = dialog.getByRole('form', { name: 'Give credits' });
  await give.getByRole('textbox', { name: 'Amount' }).fill('500');
  await give.getByRole('textbox', { name: /^Note/ }).fill('Welcome');
  await give.getByRole('button', { name: 'Give', exact: true }).click();
  await expect(page.getByText('500 credits given')).toBeVisible();
  await expect(balances.getByRole('button', { name: /^Credits/ })).toContainText('500');

  // Another system uses some: the open dialog hears of it.
  const consumed = await ask(request, 'POST', `/customers/${id}/credits/consume`, {
    amount: 120,
    source: { type: 'call', id: `${word}_call` },
  });
  expect(consumed.balance).toBe(380);
  await expect(balances.getByRole('button', { name: /^Credits/ })).toContainText('380');
  const history = dialog.getByRole('region', { name: 'History' }).last();
  await expect(history.getByRole('row').nth(1)).toContainText(`${word}_call`);
  await expect(dialog.getByText(/^Runs out on/)).toBeVisible();

  await dialog.getByRole('button', { name: 'Deduct credits' }).click();
  const deduct = dialog.getByRole('form', { name: 'Deduct credits' });
  await deduct.getByRole('textbox', { name: 'Amount' }).fill('1000');
  await deduct.getByRole('textbox', { name: 'Reason' }).fill('Too much');
  await deduct.getByRole('button', { name: 'Deduct', exact: true }).click();
  await expect(deduct).toContainText('380 are available, 1000 are needed.');
  await deduct.getByRole('textbox', { name: 'Amount' }).fill('80');
  await deduct.getByRole('button', { name: 'Deduct', exact: true }).click();
  await expect(balances.getByRole('button', { name: /^Credits/ })).toContainText('300');

  await history.getByRole('button', { name: 'Reverse the debit of 120' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reverse' }).click();
  await expect(balances.getByRole('button', { name: /^Credits/ })).toContainText('420');
  const file = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export CSV' }).click();
  expect((await file).suggestedFilename()).toBe('credits.csv');

  await dialog.getByRole('button', { name: 'Manage units' }).click();
  const units = page.getByRole('dialog', { name: 'Units of credits' });
  await units.getByRole('textbox', { name: 'Key' }).fill(word);
  await units.getByRole('form', { name: 'New unit' }).getByRole('textbox', { name: 'Name' }).fill(`Unit ${word}`);
  await units.getByRole('button', { name: 'Add unit' }).click();
  await expect(units.getByRole('listitem').filter({ hasText: word })).toBeVisible();
  await units.getByRole('button', { name: 'Close' }).click();
  await expect(balances.getByRole('button', { name: `Unit ${word}` })).toBeVisible();

  const held = await ask(request, 'POST', `/customers/${id}/credits/holds`, { amount: 100 });
  await dialog.getByRole('button', { name: 'Holds', exact: true }).click();
  await expect(balances.getByRole('button', { name: /^Credits/ })).toContainText('100 held');
  await dialog.getByRole('textbox', { name: 'Amount' }).fill('40');
  await dialog.getByRole('button', { name: 'Pay', exact: true }).click();
  await expect(balances.getByRole('button', { name: /^Credits/ })).toContainText('380');
  expect((await ask(request, 'GET', `/customers/${id}/credits/holds/${held.hold.id}`)).captured).toBe(40);

  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectAccessible(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('button', { name: 'Settings', exact: true }).click();
  await dialog.getByRole('textbox', { name: /^Warn below/ }).fill('400');
  await dialog.getByRole('button', { name: 'Save settings' }).click();
  await expect(balances.getByRole('button', { name: /^Credits/ })).toContainText('Low');

  await dialog.getByRole('button', { name: 'Grants', exact: true }).click();
  await dialog.getByRole('button', { name: 'Take back the 380 that are left' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click();
  await expect(balances.getByRole('button', { name: /^Credits/ })).not.toContainText('380');
});
