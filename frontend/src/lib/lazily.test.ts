import { afterEach, expect, test, vi } from 'vitest';
import { whenReachable } from './lazily';

afterEach(() => vi.restoreAllMocks());

test('what cannot be fetched without a network comes when it is back', async () => {
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  const fetch = vi.fn().mockRejectedValueOnce(new TypeError('offline')).mockResolvedValue('module');
  const loading = whenReachable(fetch);
  await Promise.resolve();
  expect(fetch).toHaveBeenCalledTimes(1);
  online.mockReturnValue(true);
  dispatchEvent(new Event('online'));
  await expect(loading).resolves.toBe('module');
});

test('with a network a failure is a failure', async () => {
  await expect(whenReachable(() => Promise.reject(new TypeError('gone')))).rejects.toThrow('gone');
});
