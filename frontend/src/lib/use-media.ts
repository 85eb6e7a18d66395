import { useSyncExternalStore } from 'react';

/** Whether a media query holds, e.g. `(width < 1100px)`. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}

/** Below this the tools become a drawer; below the next there is one panel at a time (design, rule 20). */
export const NARROW = '(width < 1100px)';
export const PHONE = '(width < 768px)';
