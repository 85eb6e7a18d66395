import { writeFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';

/**
 * What a person feels with a large workspace, in Chromium against the server of `python -m bench.browser`, which says where
 * it is and how to sign in. Writes one JSON object of figures, all in milliseconds unless their name says otherwise.
 */
const { ATRIUM_BENCH_EMAIL: email = '', ATRIUM_BENCH_PASSWORD: password = '', ATRIUM_BENCH_OUT = '' } = process.env;
const PX_A_FRAME = 300;
const SECONDS = 20;
const CLICKS = 25;
const WORDS = ['maria', 'lopez', 'anders', 'gmail', 'no such person'];

test('figures', async ({ page }) => {
  test.setTimeout(300_000);
  const answer = await page.request.post('/api/v1/auth/login', { data: { email, password } });
  expect(answer.status(), await answer.text()).toBe(200);
  await page.addInitScript(() => localStorage.setItem('atrium.signed-in', '1'));
  await page.goto('/w');
  await expect(page.locator('[data-customer-row]').first()).toBeVisible();
  await page.waitForTimeout(2_000); // the live stream never ends, so the network is never idle
  const figures = { ...(await scrolling(page)), ...(await opening(page)), ...(await typing(page)) };
  writeFileSync(ATRIUM_BENCH_OUT, JSON.stringify(figures));
});

/**
 * Scrolls steadily and looks at every frame: whether each of three places of the list shows a customer, and whether the list
 * went on at all (one that waits for its next page is as bad as a blank one).
 */
const scrolling = (page: Page) =>
  page.evaluate(
    ([step, seconds]) =>
      new Promise<Record<string, number>>((resolve) => {
        const list = document.querySelector('[data-customer-row]')?.closest('.overflow-y-auto') as HTMLElement;
        const { left, top, width, height } = list.getBoundingClientRect();
        const places = [0.02, 0.5, 0.98].map((share) => top + height * share);
        const shows = (y: number) => document.elementFromPoint(left + width / 2, y)?.closest('[data-customer-row]');
        const started = performance.now();
        const frames: number[] = [];
        let [before, blank, longest, blanks, at] = [started, 0, 0, 0, -1];
        const look = (now: number) => {
          const frame = now - before;
          frames.push(frame);
          before = now;
          const stuck = list.scrollTop === at;
          blank = stuck || !places.every(shows) ? blank + frame : 0;
          if (blank > 50) blanks++;
          longest = Math.max(longest, blank);
          if (now - started > seconds * 1000) {
            frames.sort((a, b) => a - b);
            resolve({
              scroll_rows: Math.round(list.scrollTop / 52),
              scroll_blank_longest: longest,
              scroll_blank_frames: blanks,
              scroll_frame_p95: frames[Math.floor(frames.length * 0.95)] ?? 0,
              scroll_frame_longest: frames.at(-1) ?? 0,
            });
            return;
          }
          at = list.scrollTop;
          list.scrollTop += step;
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    [PX_A_FRAME, SECONDS] as const,
  );

/** From pressing the button on a row to the first frame after its header is in the page. */
async function opening(page: Page): Promise<Record<string, number>> {
  await page.evaluate(() => {
    const list = document.querySelector('[data-customer-row]')?.closest('.overflow-y-auto');
    if (list) list.scrollTop = 0;
  });
  await page.waitForTimeout(1_000);
  await page.evaluate(() => {
    const shown: number[] = [];
    Object.assign(window, { shown });
    addEventListener(
      'pointerdown',
      (event) => {
        const row = (event.target as Element).closest('[data-customer-row]');
        const name = row?.querySelector('.truncate')?.textContent;
        if (!name) return;
        const started = event.timeStamp;
        const look = () => {
          if (document.querySelector('main h1')?.textContent === name) shown.push(performance.now() - started);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      },
      true,
    );
  });
  const rows = page.locator('[data-customer-row]');
  for (let click = 0; click < CLICKS; click++) {
    // Every second one, so that the prefetched neighbours do not flatter the figure.
    const row = rows.nth((click * 2) % 14);
    await row.scrollIntoViewIfNeeded();
    const box = await row.boundingBox();
    if (!box) continue;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.up();
    await expect(row).toHaveAttribute('data-current');
    await page.waitForTimeout(250);
  }
  const shown = await page.evaluate(() => (window as unknown as { shown: number[] }).shown);
  shown.sort((a, b) => a - b);
  return {
    open_clicks: shown.length,
    open_median: shown[Math.floor(shown.length / 2)] ?? 0,
    open_longest: shown.at(-1) ?? 0,
  };
}

/** Event timing of every key pressed in the search (from the key to the next paint) and the longest task meanwhile. */
async function typing(page: Page): Promise<Record<string, number>> {
  await page.evaluate(() => {
    const seen = { events: [] as number[], tasks: [] as number[] };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (/^key|input/.test(entry.name)) seen.events.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  let keys = 0;
  const input = page.getByRole('searchbox', { name: 'Search customers' });
  for (const word of WORDS) {
    await input.fill('');
    await input.pressSequentially(word, { delay: 60 });
    keys += word.length;
    await page.waitForTimeout(600);
  }
  await page.waitForTimeout(500);
  const { events, tasks } = await page.evaluate(
    () => (window as unknown as { seen: { events: number[]; tasks: number[] } }).seen,
  );
  return {
    type_keys: keys,
    type_event_longest: Math.max(0, ...events),
    type_task_longest: Math.max(0, ...tasks),
  };
}
