import { lazy } from 'react';

/**
 * A part of the page that is fetched when it is wanted. Without a network it comes when the network is back, instead of
 * taking the whole page down; what fails with a network is thrown.
 */
export async function whenReachable<M>(fetch: () => Promise<M>): Promise<M> {
  try {
    return await fetch();
  } catch (thrown) {
    if (navigator.onLine) throw thrown;
    await new Promise((resolve) => addEventListener('online', resolve, { once: true }));
    return whenReachable(fetch);
  }
}

/** React's `lazy` for what may have to wait for the network. */
export const lazily: typeof lazy = (fetch) => lazy(() => whenReachable(fetch));

/** A script of the page is gone: usually the server was upgraded since the page was loaded, and a reload helps. */
export const isMissingScript = (thrown: unknown): boolean =>
  thrown instanceof Error && /dynamically imported module|Importing a module script failed/i.test(thrown.message);
