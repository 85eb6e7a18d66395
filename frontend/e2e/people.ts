import { createHmac } from 'node:crypto';
import { type APIRequestContext, expect, type Page, request as requests } from '@playwright/test';
import { demo } from './fixtures.ts';

/** People for the tests, made as anybody would make them: an invitation, its mail, and its acceptance. */
export type Person = { email: string; password: string; name: string };

let serial = 0;
export const newAddress = (name: string) =>
  `${name}.${process.pid.toString(36)}.${Date.now().toString(36)}.${serial++}@people.test`;

/** What a signed-in browser would send: cookie and CSRF token. */
export async function signedIn(baseURL: string, { email, password }: { email: string; password: string }) {
  const extraHTTPHeaders = { 'Sec-Fetch-Site': 'same-origin' };
  const request = await requests.newContext({ baseURL, extraHTTPHeaders });
  const answer = await request.post('/api/v1/auth/login', { data: { email, password } });
  expect(answer.status(), await answer.text()).toBe(200);
  const { csrf_token } = await answer.json();
  const headers = { 'X-CSRF-Token': String(csrf_token) };
  return { request, headers };
}

/** One session of the owner for each worker. */
let owner: ReturnType<typeof signedIn> | undefined;

/** Invites an address as the owner; `link` is the path in the mail. */
export async function invite(baseURL: string, email: string, role = 'agent'): Promise<string> {
  owner ??= signedIn(baseURL, demo());
  const { request, headers } = await owner;
  const roles = await (await request.get('/api/v1/roles')).json();
  const role_id = roles.items.find(({ system_key }: { system_key: string | null }) => system_key === role).id;
  const answer = await request.post('/api/v1/invitations', { headers, data: { email, role_id } });
  expect(answer.status(), await answer.text()).toBe(201);
  return mailedLink(request, email, /\/accept-invitation#token=[\w-]+/);
}

export async function newPerson(baseURL: string, name = 'Noa Levi'): Promise<Person> {
  const person = { email: newAddress('noa'), password: 'correct horse battery', name };
  const token = (await invite(baseURL, person.email)).split('#token=')[1];
  const request = await requests.newContext({ baseURL });
  const data = { token, name, password: person.password };
  const answer = await request.post('/api/v1/invitations/accept', { data });
  expect(answer.status(), await answer.text()).toBe(201);
  await request.dispose();
  return person;
}

/** The newest link of a kind in the local mailbox, for an address; waits for the mail to come. */
export async function mailedLink(
  request: APIRequestContext,
  email: string,
  pattern: RegExp,
  not = '',
): Promise<string> {
  let found = '';
  await expect
    .poll(
      async () => {
        const list = await (await request.get('/dev/mail')).text();
        const row = list.split('<tr>').find((each) => each.includes(email));
        const address = /href="(\/dev\/mail\/[^"]+)"/.exec(row ?? '')?.[1];
        const mail = address ? await (await request.get(address)).text() : '';
        found = pattern.exec(mail)?.[0] ?? '';
        return found !== '' && found !== not;
      },
      { timeout: 30_000, message: `a mail to ${email}` },
    )
    .toBe(true);
  return found;
}

/** Signs in through the page and waits for the first screen. */
export async function signIn(page: Page, person?: { email: string; password: string }, to?: string) {
  await enterPassword(page, person, to);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

/** The first step alone: an account with a second factor is asked for its code then. */
export async function enterPassword(page: Page, person: { email: string; password: string } = demo(), to = '/login') {
  await page.goto(to);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The code an authenticator app shows (RFC 6238: SHA-1, 30 s, six digits). `ahead` counts steps from now. */
export function totpCode(secret: string, ahead = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/[\s=]/g, '')]
    .map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
