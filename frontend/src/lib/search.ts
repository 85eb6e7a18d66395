/**
 * Search parameters of a route. No zod here: route files are in the entry chunk. A bad value is dropped, never an error page.
 * The router parses values as JSON first, so that `?q=600` arrives as a number.
 */
type Search = Record<string, unknown>;

export const text = (search: Search, name: string): string | undefined => {
  const value = search[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export const flag = (search: Search, name: string): true | undefined => (search[name] === true ? true : undefined);

export const oneOf = <const T extends readonly string[]>(
  search: Search,
  name: string,
  known: T,
): T[number] | undefined => known.find((each) => each === search[name]);

/** A list of strings; one alone may come without brackets. Empty lists are left out. */
export const texts = (search: Search, name: string): string[] | undefined => {
  const value = Array.isArray(search[name]) ? search[name] : [search[name]];
  const list = value.filter((each): each is string => typeof each === 'string' && each !== '');
  return list.length ? list : undefined;
};

export const uuid = (search: Search, name: string): string | undefined => {
  const value = text(search, name);
  return value && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value : undefined;
};

/** Where to go after signing in: an address of this very application, nothing else. */
export const localPath = (search: Search, name: string): string | undefined => {
  const value = text(search, name);
  if (!value?.startsWith('/') || value.startsWith('//') || value.includes('\\')) return undefined;
  return value;
};

/** The secret of a mailed link, `#token=…`. It is in the hash so that it reaches no log. */
export const tokenOf = (hash: string): string | null =>
  new URLSearchParams(hash.replace(/^#/, '')).get('token') || null;
