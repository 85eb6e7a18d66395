/** Preferences of this browser. Storage may be switched off or full: then a choice lasts until the page is left. */
const session = new Map<string, string>();

export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(`atrium.${name}`) ?? session.get(name) ?? null;
  } catch {
    return session.get(name) ?? null;
  }
}

export function writePreference(name: string, value: string): void {
  session.set(name, value);
  try {
    localStorage.setItem(`atrium.${name}`, value);
  } catch {
    // Kept in `session` above.
  }
}
