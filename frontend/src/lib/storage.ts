import { useState } from 'react';

/**
 * Preferences of this browser. Storage may be switched off or full: then a choice lasts until the page is left. What
 * belongs to a person (widths, columns, collapsed sections) is kept under their id once `rememberFor` was called.
 */
const session = new Map<string, string>();
const shared = new Set(['theme', 'density', 'language']);
let person = '';

/** Called with the member's id after signing in, with nothing after signing out. */
export function rememberFor(id: string | undefined): void {
  person = id ? `${id}.` : '';
}

const keyOf = (name: string) => `atrium.${shared.has(name) ? '' : person}${name}`;

export function readPreference(name: string): string | null {
  const key = keyOf(name);
  try {
    return localStorage.getItem(key) ?? session.get(key) ?? null;
  } catch {
    return session.get(key) ?? null;
  }
}

export function writePreference(name: string, value: string): void {
  const key = keyOf(name);
  session.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // Kept in `session` above.
  }
}

/** State that is still there tomorrow. `fits` refuses what an older version left behind. */
export function useRemembered<T>(
  name: string,
  initial: T,
  fits?: (value: unknown) => value is T,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      const stored: unknown = JSON.parse(readPreference(name) ?? 'null');
      if (stored === null) return initial;
      return (fits ? fits(stored) : typeof stored === typeof initial) ? (stored as T) : initial;
    } catch {
      return initial;
    }
  });
  const keep = (next: T) => {
    setValue(next);
    writePreference(name, JSON.stringify(next));
  };
  return [value, keep];
}

const HINT = 'atrium.signed-in';

/**
 * Whether somebody may be signed in here, so that a first visit asks nothing that can only be refused. Where storage does
 * not work nobody can tell, and the server is asked.
 */
export function hasHint(): boolean {
  try {
    return localStorage.getItem(HINT) !== null;
  } catch {
    return true;
  }
}

export function leaveHint(): void {
  try {
    localStorage.setItem(HINT, '1');
  } catch {
    // Then `hasHint` says yes.
  }
}

export function forgetHint(): void {
  try {
    localStorage.removeItem(HINT);
  } catch {
    // Then `hasHint` says yes.
  }
}
