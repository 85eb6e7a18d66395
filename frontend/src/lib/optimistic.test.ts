import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { changeItem, keysOf, writeAhead } from './optimistic';

const page = (...names: string[]) => ({ items: names.map((name, index) => ({ id: String(index), name })) });

test('an item changes in pages of either kind; nothing else does', () => {
  const rename = (item: { id: string; name: string }) => ({ ...item, name: 'new' });
  expect(changeItem(page('a', 'b'), '1', rename).items.map(({ name }) => name)).toEqual(['a', 'new']);
  const infinite = { pages: [page('a'), { items: [{ id: '7', name: 'x' }] }], pageParams: [] };
  expect(changeItem(infinite, '7', rename).pages[1]?.items[0]?.name).toBe('new');
  const untouched = page('a');
  expect(changeItem(untouched, '9', rename).items).toBe(untouched.items);
  expect(changeItem(page('a', 'b'), '0', () => null).items).toHaveLength(1);
  expect(changeItem(undefined, '1', rename)).toBeUndefined();
});

test('what was written ahead is undone everywhere', async () => {
  const client = new QueryClient();
  client.setQueryData([{ _id: 'listCustomers', query: 'a' }], page('a'));
  client.setQueryData([{ _id: 'listCustomers', query: 'b' }], page('b'));
  client.setQueryData([{ _id: 'getMe' }], page('me'));
  const keys = keysOf(client, 'listCustomers');
  expect(keys).toHaveLength(2);
  const { undo } = await writeAhead<ReturnType<typeof page>>(client, keys, () => page('changed'));
  const names = () => client.getQueriesData<ReturnType<typeof page>>({}).map(([, data]) => data?.items[0]?.name);
  expect(names()).toEqual(['changed', 'changed', 'me']);
  undo();
  expect(names()).toEqual(['a', 'b', 'me']);
});
