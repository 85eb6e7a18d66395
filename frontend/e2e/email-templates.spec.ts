import { expect, expectAccessible, expectFits, test } from './fixtures.ts';
import { enterAt, fresh, withKey } from './settings-support.ts';

test('a template is written with a live preview, chosen in an automation, and listed with it before it goes', async ({
  page,
  watch,
}) => {
  watch.allowErrors(/409|422/);
  const api = await withKey();
  const name = fresh('Greeting');
  const person = fresh('Ana');
  await api.post('/customers', { name: person, emails: [{ address: `${Date.now()}@people.test`, primary: true }] });
  await enterAt(page, '/settings/email-templates');
  await expect(page.getByRole('link', { name: 'Renewal reminder' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'New template' }).click();

  // The menu puts a placeholder in; the preview follows what is typed.
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('textbox', { name: 'Subject' }).fill('Welcome, ');
  await page.getByRole('button', { name: 'Insert a value into Subject' }).click();
  await page.getByRole('menuitem', { name: 'First name' }).click();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('Welcome, {{customer.first_name}}');
  await page.getByRole('textbox', { name: 'Text' }).fill('Hello **{{customer.name}}** from {{customer.location}}');
  await page.getByRole('combobox', { name: 'As it reads for' }).fill(person);
  await page.getByRole('option', { name: person }).click();
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByRole('heading', { name: 'Welcome, Ana' })).toBeVisible();
  await expect(preview.locator('strong')).toHaveText(person);
  await expect(preview.getByRole('status')).toContainText('Location');
  await expectAccessible(page);
  await expectFits(page);

  // What leads nowhere is said at its place and not saved.
  await page.getByRole('textbox', { name: 'Text' }).fill('{{customer.nonsense}}');
  await page.getByRole('button', { name: 'Create template' }).click();
  await expect(page.getByRole('textbox', { name: 'Text' })).toHaveAccessibleDescription(/leads nowhere/);
  await page.getByRole('textbox', { name: 'Text' }).fill('Hello **{{customer.name}}**');
  await page.getByRole('button', { name: 'Create template' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/email-templates\/[0-9a-f-]{36}$/);
  const template = page.url();

  await page.goto('/automations/new');
  await page.getByRole('button', { name: 'Add a step', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Send an e-mail' }).click();
  const step = page.locator('[data-step=send_email_1]');
  await step.getByRole('button', { name: 'Template', exact: true }).click();
  await step.getByRole('combobox', { name: 'Template' }).fill(name);
  await page.getByRole('option', { name }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(/automations\/[0-9a-f-]{36}/);
  await expect(page.getByText(`Send “${name}” to the customer`)).toBeVisible();

  await page.goto(template);
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: /^Archive/ }).click();
  const asked = page.getByRole('alertdialog');
  await expect(asked).toContainText('uses it');
  await expectAccessible(page);
  await asked.getByRole('link', { name: 'Open' }).click();
  await expect(page).toHaveURL(/automations\/[0-9a-f-]{36}/);
});
