import type { CustomerFilter, FolderOut, ListCustomersData } from '@/api/gen/types.gen';

export type CustomerQuery = NonNullable<ListCustomersData['query']>;

/** A folder and everything below it. */
export function withDescendants(folders: readonly Pick<FolderOut, 'id' | 'parent_id'>[], id: string): string[] {
  const found = [id];
  for (let at = 0; at < found.length; at++) {
    for (const folder of folders) if (folder.parent_id === found[at]) found.push(folder.id);
  }
  return found;
}

const conditions = ({ fields }: CustomerFilter): Record<string, string[]> => {
  const found: Record<string, string[]> = {};
  for (const { key, op, values } of fields ?? []) {
    if (op === 'exists' || op === 'missing') found[`field[${key}][exists]`] = [String(op === 'exists')];
    else found[`field[${key}][${op}]`] = [...(found[`field[${key}][${op}]`] ?? []), ...(values ?? [])];
  }
  return found;
};

/** A filter as the parameters of `GET /customers`; what says nothing is left out. */
export function queryOfFilter({ fields, ...filter }: CustomerFilter): CustomerQuery {
  const kept = Object.entries(filter).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value));
  return { ...Object.fromEntries(kept), ...conditions({ fields }) };
}
