import type { Page } from '@playwright/test';
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

/** A call of the API with the demo's own key. */
export function withKey(page: Page, key = demo().api_key) {
  const headers = { Authorization: `Bearer ${key}` };
  return {
    get: (path: string) => page.request.get(`/api/v1${path}`, { headers }),
    post: (path: string, data: object) => page.request.post(`/api/v1${path}`, { headers, data }),
    delete: (path: string) => page.request.delete(`/api/v1${path}`, { headers }),
  };
}

/** A name nobody else in the run uses. */
export const fresh = (name: string) => `${name} ${Math.random().toString(36).slice(2, 8)}`;
