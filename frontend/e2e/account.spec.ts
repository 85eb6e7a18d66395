import { expect, expectAccessible, expectFits, looks, test } from './fixtures.ts';
import { enterPassword, newPerson, signedIn, signIn, totpCode } from './people.ts';

test('the name is changed here and shown everywhere', async ({ page, baseURL }) => {
  await signIn(page, await newPerson(baseURL ?? ''), '/login?next=/account');
  const name = page.getByLabel('Name');
  await name.fill('');
  await name.blur();
  await expect(page.getByText('This is needed.')).toBeVisible();
  await name.fill('Noa Ben-Ami');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Your name was saved.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account of Noa Ben-Ami' })).toBeVisible();
  await expectAccessible(page); // with the notice
});

test('the password is changed; what the server refuses stands at its field', async ({ page, watch, baseURL }) => {
  watch.allowErrors(/status of 422/);
  const person = await newPerson(baseURL ?? '');
  const elsewhere = await signedIn(baseURL ?? '', person);
  await signIn(page, person, '/login?next=/account');
  const [current, next] = [page.getByLabel('Current password'), page.getByLabel('New password')];
  await current.fill('not this one');
  await next.fill('staple battery horse');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(current).toHaveAttribute('aria-invalid', 'true');
  await current.fill(person.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Other browsers were signed out.')).toBeVisible();
  await expect(current).toHaveValue('');
  expect((await elsewhere.request.get('/api/v1/me')).status()).toBe(401);
});

test('a second factor is set up, asked for, and replaced by a recovery code', async ({
  page,
  watch,
  context,
  baseURL,
}) => {
  watch.allowErrors(/status of 401/);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const person = await newPerson(baseURL ?? '');
  await signIn(page, person, '/login?next=/account');
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Copy the secret' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[A-Z2-7]{16,}$/);
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByLabel('Code', { exact: true }).fill(totpCode(secret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByRole('heading', { name: 'Keep your recovery codes' })).toBeVisible();
  const codes = await page.getByRole('dialog').getByRole('listitem').allTextContents();
  expect(codes).toHaveLength(10);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('The second factor is on.')).toBeVisible();

  const signOut = async () => {
    await page.getByRole('button', { name: /Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page).toHaveURL('/login');
  };
  await signOut();
  await enterPassword(page, person);
  const code = page.getByLabel('Code', { exact: true });
  await expect(code).toBeFocused();
  await code.fill('000000');
  await expect(page.getByRole('alert')).toHaveText('This code is not valid, or it was used before.');
  await expectAccessible(page);
  await code.fill(totpCode(secret, 1)); // the present one was used to turn it on
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();

  await signOut();
  await enterPassword(page, person);
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();

  await page.goto('/account');
  await page.getByRole('button', { name: 'Turn off' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password', { exact: true }).fill(person.password);
  await dialog.getByRole('button', { name: 'Use a recovery code' }).click();
  await dialog.getByLabel('Recovery code').fill(codes[1] ?? '');
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByText('The second factor is off.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible();
});

test('another session is seen and ended', async ({ page, baseURL }) => {
  const person = await newPerson(baseURL ?? '');
  const elsewhere = await signedIn(baseURL ?? '', person);
  await signIn(page, person, '/login?next=/account');
  const list = page.getByRole('region', { name: 'Signed-in browsers' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list.getByText(/^Chrome on /).first()).toBeVisible();
  await list.getByRole('button', { name: /^End the session/ }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  expect((await elsewhere.request.get('/api/v1/me')).status()).toBe(401);
});

for (const { colorScheme, width } of looks) {
  test(`account and first steps are accessible and fit, ${colorScheme}, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await signIn(page);
    for (const path of ['/start', '/account']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('main').locator('[aria-busy=true]')).toHaveCount(0);
      await expectAccessible(page);
      await expectFits(page);
    }
  });
}
