import { expect, expectAccessible, expectFits, test } from './fixtures.ts';

/** The checks every other test relies on, shown something bad: a check that cannot fail proves nothing. */

test('an error, a blocked inline script and a third-party request are all seen', async ({ page, watch }) => {
  watch.allowErrors(/./);
  await page.goto('/');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ranInline = true';
    document.head.append(script);
    const image = document.createElement('img');
    image.src = 'http://third-party.test/pixel.png';
    document.body.append(image);
    setTimeout(() => {
      throw new Error('on purpose');
    });
  });
  const seen = () => watch.seen.join('\n');
  await expect.poll(seen).toContain('uncaught: on purpose');
  await expect.poll(seen).toMatch(/script-src/);
  await expect.poll(seen).toMatch(/third-party\.test/);
  expect(await page.evaluate(() => 'ranInline' in window)).toBe(false);
});

test('a nameless button and a page that is too wide are refused', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => {
    const button = document.createElement('button');
    button.style.cssText = 'width: 3000px; height: 1rem; flex: none';
    document.querySelector('main')?.append(button);
  });
  await expect(expectAccessible(page)).rejects.toThrow('button-name');
  await expect(expectFits(page)).rejects.toThrow();
});
