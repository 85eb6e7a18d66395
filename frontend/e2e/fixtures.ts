import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

/**
 * Every test fails at its end if the page wrote an error to the console, broke its content security policy, threw, or
 * asked any other host for anything. A test that provokes an error on purpose says so with `allowErrors`.
 */
type Watch = { allowErrors: (pattern: RegExp) => void; seen: string[] };

export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const allowed: RegExp[] = [];
      const seen = watchPage(page, baseURL ?? '');
      await use({ allowErrors: (pattern) => allowed.push(pattern), seen });
      expect(seen.filter((entry) => !allowed.some((pattern) => pattern.test(entry)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

function watchPage(page: Page, baseURL: string): string[] {
  const seen: string[] = [];
  const origin = new URL(baseURL).origin;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      seen.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => seen.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin) seen.push(`third party: ${request.url()}`);
  });
  return seen;
}

/**
 * Fails with the rule, the element and the reason of each WCAG 2.2 AA or best-practice violation. An open list of a
 * combobox hides the rest of the page from screen readers on purpose, which two rules take for a mistake; and what floats
 * lies outside the landmarks, where it belongs.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (await page.locator('input[role=combobox][aria-expanded=true]').count()) {
    axe.disableRules(['aria-hidden-focus', 'page-has-heading-one']);
  }
  const { violations } = await axe.analyze();
  const floats = (target: string) =>
    page.locator(target).evaluate((node) => node.closest('[data-base-ui-portal]') !== null);
  const found: string[] = [];
  for (const { id, nodes } of violations) {
    for (const node of nodes) {
      if (id === 'region' && (await floats(String(node.target[0])))) continue;
      found.push(`${id}: ${node.target} ${node.failureSummary}`);
    }
  }
  expect(found).toEqual([]);
}

/**
 * Nothing may be wider than its place: a page that scrolls sideways, or cuts off what does not fit, hides things from a
 * phone. Looks at the document, at what belongs to the address, and at everything between them.
 */
export async function expectFits(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const places: Element[] = [];
    for (let at = document.querySelector('#content'); at; at = at.parentElement) places.push(at);
    return [...places, document.documentElement]
      .filter((place) => place.scrollWidth > place.clientWidth)
      .map((place) => `${place.tagName}#${place.id}: ${place.scrollWidth} in ${place.clientWidth}`);
  });
  expect(wide).toEqual([]);
}

type Look = { colorScheme: 'light' | 'dark'; width: number };

/** Each theme and each width of a screen once; every pair of them in `make soak`. */
export const looks: readonly Look[] = [
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 1440 },
  ...(process.env.ATRIUM_E2E_EVERY_LOOK
    ? ([
        { colorScheme: 'dark', width: 360 },
        { colorScheme: 'light', width: 1440 },
      ] as const)
    : []),
];

/** Login and key that `atrium up --demo` wrote for this installation. */
export function demo(): { base_url: string; email: string; password: string; api_key: string } {
  return JSON.parse(readFileSync(join(process.env.ATRIUM_E2E_DATA ?? '', 'demo.json'), 'utf8'));
}
