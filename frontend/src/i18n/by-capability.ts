/** Short texts that many capabilities bring for one place, as one namespace with a key for each of them. */
export const byCapability = (files: Record<string, object>): Record<string, object> =>
  Object.fromEntries(Object.entries(files).map(([path, texts]) => [path.split('/').slice(-3, -1).join('/'), texts]));
