import { ask, enter, unique } from './customers-support.ts';
import { demo, expect, expectAccessible, expectFits, test } from './fixtures.ts';

test('features say why they are locked and what they take with them, and the quota moves as it is used', async ({
  page,
  request,
  watch,
}) => {
  watch.allowErrors(/409/);
  const word = unique('features');
  const { id } = await ask(request, 'POST', '/customers', { name: word });
  await enter(page);
  await page.goto(`/customers?customer=${id}&manage=quota`);
  const dialog = page.getByRole('dialog', { name: `Manage ${word}` });
  await expect(dialog.getByRole('tab', { name: 'Tool Call Quota locked' })).toBeVisible();
  await expect(dialog.getByText('Integration is off.')).toBeVisible();
  await dialog.getByRole('link', { name: 'Open Features & Add-ons' }).first().click();
  await expect(page).toHaveURL(/manage=features/);

  // What is not eligible answers with the reason and stays as it is.
  const billing = dialog.getByRole('switch', { name: 'Billing' });
  await billing.click();
  await expect(dialog.getByRole('alert')).toContainText('No Stripe account is connected');
  await expect(billing).not.toBeChecked();

  await dialog.getByRole('switch', { name: 'AI Credits' }).click();
  const cascade = page.getByRole('alertdialog');
  await expect(cascade).toContainText('Pricing hidden');
  await expect(cascade).toContainText('Follows from AI Credits.');
  await cascade.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('switch', { name: 'AI Credits' })).not.toBeChecked();
  await dialog.getByRole('switch', { name: 'AI Credits' }).click();
  await cascade.getByRole('button', { name: 'Change all of it' }).click();
  await expect(dialog.getByRole('switch', { name: 'Pricing hidden' })).toBeChecked();

  // Another window turns the integration on: the open dialog hears of it.
  await ask(request, 'PATCH', `/customers/${id}/features`, { integration: true });
  await expect(dialog.getByRole('switch', { name: 'Integration', exact: true })).toBeChecked();
  await dialog.getByRole('checkbox', { name: 'Any app, by API' }).click();
  await cascade.getByRole('button', { name: 'Change all of it' }).click();
  await expect(dialog.getByRole('switch', { name: 'Tool-call quota' })).toBeChecked();
  await expectAccessible(page);
  await expectFits(page);

  await dialog.getByRole('tab', { name: 'Tool Call Quota' }).click();
  await expect(dialog.getByText('100 left')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Tier' }).selectOption('Custom');
  await dialog.getByRole('spinbutton', { name: 'Limit' }).fill('3');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('3 left')).toBeVisible();
  const use = (key: string) =>
    request.post(`/api/v1/customers/${id}/quota/consume`, {
      headers: { Authorization: `Bearer ${demo().api_key}`, 'Idempotency-Key': `${word}-${key}` },
      data: { metric: 'tool_calls', amount: 3 },
    });
  expect((await use('first')).status()).toBe(200);
  await expect(dialog.getByText('0 left')).toBeVisible();
  await expect(dialog.getByText('The quota is used up')).toBeVisible();
  await expect(dialog.getByText(/in 14:\d\d/).first()).toBeVisible();
  expect((await use('second')).status()).toBe(429);
  await expectAccessible(page);
});

test('plans, features of ones own and what is counted are set in the settings', async ({ page }) => {
  const word = unique('plan');
  await enter(page);
  await page.goto('/settings/features');
  await page.getByRole('button', { name: 'New feature' }).click();
  const feature = page.getByRole('dialog', { name: 'New feature' });
  await feature.getByRole('textbox', { name: 'Name' }).fill(`Feature ${word}`);
  await feature.getByRole('textbox', { name: 'Key' }).fill(word);
  await feature.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('switch', { name: `Feature ${word} in Pro` }).click();
  await expect(page.getByRole('switch', { name: `Feature ${word} in Pro` })).toBeChecked();
  await page.getByRole('button', { name: `Edit Feature ${word}` }).click();
  const edit = page.getByRole('dialog', { name: `Feature ${word}` });
  await edit.getByRole('textbox', { name: /^Description/ }).fill('Answers within an hour');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Answers within an hour')).toBeVisible();
  await page.getByRole('button', { name: 'New plan' }).click();
  const plan = page.getByRole('dialog', { name: 'New plan' });
  await plan.getByRole('textbox', { name: 'Name' }).fill(`Plan ${word}`);
  await plan.getByRole('textbox', { name: 'Key' }).fill(word);
  await plan.getByRole('combobox', { name: 'Based on' }).selectOption('Pro');
  await plan.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('switch', { name: `Feature ${word} in Plan ${word}` })).toBeChecked();
  await expectAccessible(page);
  await expectFits(page);
  await page.getByRole('button', { name: `Delete Plan ${word}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(`Plan ${word} was deleted`)).toBeVisible();
  await page.getByRole('button', { name: `Delete Feature ${word}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(`Feature ${word} was deleted`)).toBeVisible();
});
