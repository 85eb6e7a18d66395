import { demo, expect, expectAccessible, expectFits, looks, test } from './fixtures.ts';
import { invite, mailedLink, newAddress, newPerson, signedIn, signIn } from './people.ts';

const refused = /status of 4(01|10|22|29)/;

test('a wrong password says so, the right one leads to where one wanted to go', async ({ page, watch, baseURL }) => {
  watch.allowErrors(refused);
  const person = await newPerson(baseURL ?? '');
  await page.goto('/account');
  await expect(page).toHaveURL('/login?next=%2Faccount');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is wrong.');
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/account');
  await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue(person.name);
});

test('an address that leads elsewhere is not followed after signing in', async ({ page, baseURL }) => {
  const person = await newPerson(baseURL ?? '');
  await signIn(page, person, '/login?next=//elsewhere.test/');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(baseURL);
});

test('too many attempts are told with the time to wait', async ({ page, watch }) => {
  watch.allowErrors(refused);
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(newAddress('stranger'));
  for (let attempt = 0; attempt < 30; attempt++) {
    await expect(page.getByRole('button', { name: 'Sign in' })).not.toHaveAttribute('aria-busy');
    await page.getByLabel('Password', { exact: true }).fill(`guess number ${attempt}`);
    const answer = page.waitForResponse('**/auth/login');
    await page.keyboard.press('Enter');
    if ((await answer).status() === 429) break;
  }
  await expect(page.getByRole('alert')).toContainText(/Too many attempts\. Try again in \d+ minutes?\./);
});

test('a forgotten password is replaced through the mail, once', async ({ page, watch, request, baseURL }) => {
  watch.allowErrors(refused);
  const person = await newPerson(baseURL ?? '');
  await page.goto('/login');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  // The page before has a field of this name too.
  await expect(page.getByRole('heading', { name: 'Reset your password' })).toBeVisible();
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('status')).toContainText(person.email);
  await expect(page.getByRole('link', { name: 'Open the development mailbox' })).toBeVisible();
  const link = await mailedLink(request, person.email, /\/reset-password#token=[\w-]+/);

  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
  await page.getByLabel('New password').fill('password12');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByRole('alert')).toBeVisible(); // a common one is refused, and the link still works
  await page.getByLabel('New password').fill('staple battery horse');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByRole('status')).toHaveText('The password was changed. Sign in with it now.');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill('staple battery horse');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();

  await page.goto('/about');
  await page.goto(link);
  await page.getByLabel('New password').fill('another long password');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByRole('heading', { name: 'This link was used, or its time is over' })).toBeVisible();
  await expectAccessible(page);
});

test('a link without its secret says so', async ({ page }) => {
  await page.goto('/reset-password');
  await expect(page.getByRole('heading', { name: 'This link is not complete' })).toBeVisible();
  await page.goto('/accept-invitation');
  await expect(page.getByRole('heading', { name: 'This link is not complete' })).toBeVisible();
});

test('an invitation is accepted with a name and a password, once', async ({ page, watch, baseURL }) => {
  watch.allowErrors(/status of 4(04|10|22)/);
  const email = newAddress('ines');
  const link = await invite(baseURL ?? '', email);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Join Lumen Studio' })).toBeVisible();
  await expect(page.getByText(`invited ${email} to work here as Agent`)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Your name').fill('Inés Ruiz');
  await page.getByLabel('Choose a password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('button', { name: 'Account of Inés Ruiz' })).toBeVisible();

  await page.goto('/about');
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This invitation can no longer be accepted' })).toBeVisible();
});

test('signing out ends the session; the way back asks for the password', async ({ page, baseURL }) => {
  await signIn(page, await newPerson(baseURL ?? '', 'Leo Sanz'));
  await page.getByRole('button', { name: 'Account of Leo Sanz' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/login');
  await page.goto('/start');
  await expect(page).toHaveURL('/login?next=%2Fstart');
});

test('a session that was ended elsewhere says so and comes back to the same place', async ({
  page,
  watch,
  baseURL,
}) => {
  watch.allowErrors(/status of 401/);
  const person = await newPerson(baseURL ?? '');
  await signIn(page, person, '/login?next=/account');
  await expect(page.getByText('This browser')).toBeVisible();
  const { request, headers } = await signedIn(baseURL ?? '', person);
  expect((await request.delete('/api/v1/sessions', { headers })).ok()).toBe(true);
  await page.getByLabel('Name').fill('Somebody Else');
  await page.getByRole('button', { name: 'Save' }).click();
  const face = page.getByRole('alertdialog', { name: 'You are signed out' });
  await expect(face).toBeVisible();
  await expectAccessible(page);
  await face.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/login?next=%2Faccount');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/account');
  await expect(page.getByLabel('Name')).toHaveValue(person.name);
});

test('a server that does not answer is told in its own words', async ({ page, watch }) => {
  watch.allowErrors(/ERR_FAILED|503/);
  await page.goto('/login');
  await page.route('**/auth/login', (route) => route.abort());
  await page.getByLabel('E-mail').fill(demo().email);
  await page.getByLabel('Password', { exact: true }).fill('whatever it is');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The server does not answer');
  await page.unroute('**/auth/login');
  await page.route('**/auth/login', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 503, title: 'x', request_id: 'r' }),
    }),
  );
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The server is busy');
});

for (const { colorScheme, width } of looks) {
  test(`the entry pages are accessible and fit, ${colorScheme}, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    for (const path of ['/login', '/forgot-password', '/reset-password#token=x']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
      await expectFits(page);
    }
  });
}
