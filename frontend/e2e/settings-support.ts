import { type Page, request } from '@playwright/test';
import { demo } from './fixtures.ts';

/** Signs in through the API as the demo's owner, or as somebody else, and goes to an address. */
export async function enterAt(
  page: Page,
  address: string,
  { email, password }: { email: string; password: string } = demo(),
): Promise<void> {
  const answer = await page.request.post('/api/v1/auth/login', { data: { email, password } });
  if (!answer.ok()) throw new Error(`Signing in failed: ${answer.status()} ${await answer.text()}`);
  await page.addInitScript(() => localStorage.setItem('atrium.signed-in', '1'));
  await page.goto(address);
}

/** Calls of the API with a key (the demo's own unless said), without the cookies of the page. */
export async function withKey(key = demo().api_key) {
  const extraHTTPHeaders = { Authorization: `Bearer ${key}` };
  const context = await request.newContext({ baseURL: process.env.ATRIUM_E2E_URL, extraHTTPHeaders });
  return {
    get: (path: string) => context.get(`/api/v1${path}`),
    post: (path: string, data: object) => context.post(`/api/v1${path}`, { data }),
  };
}

/** A name nobody else in the run uses. */
export const fresh = (name: string) => `${name} ${Math.random().toString(36).slice(2, 8)}`;
