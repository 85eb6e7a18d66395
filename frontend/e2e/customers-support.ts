import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { demo } from './fixtures.ts';

/** Signs the browser in through the API; the sign-in page has a journey of its own. */
export async function enter(page: Page, person: { email: string; password: string } = demo()): Promise<void> {
  const data = { email: person.email, password: person.password };
  const answer = await page.request.post('/api/v1/auth/login', { data });
  expect(answer.status(), await answer.text()).toBe(200);
  await page.addInitScript(() => localStorage.setItem('atrium.signed-in', '1'));
}

/** Calls the API with the key of the demo; what it answers, checked for success. */
export async function ask(request: APIRequestContext, method: string, path: string, data?: unknown) {
  const headers = { Authorization: `Bearer ${demo().api_key}` };
  const answer = await request.fetch(`/api/v1${path}`, { method, headers, data });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return answer.status() === 204 ? null : answer.json();
}

/** A word that is in nothing else of this installation. */
let serial = 0;
export const unique = (word: string) =>
  `${word}${Date.now().toString(36)}${(serial++).toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`;
