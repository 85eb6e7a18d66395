import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { changeItem, keysOf, withPending, writeAhead } from './optimistic';

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

type Form = { title: string; folder: string | null };

test('an answer does not take back what was edited while it was on its way', async () => {
  const client = new QueryClient();
  client.setQueryData<Form>(['form'], { title: '', folder: null });
  let server: Form = { title: '', folder: null };
  const answers: (() => void)[] = [];
  const shown: Form[] = [];
  const save = () =>
    new MutationObserver<Form, Error, Partial<Form>>(client, {
      mutationKey: ['save'],
      scope: { id: 'form' },
      mutationFn: async (patch) => {
        await new Promise<void>((resolve) => answers.push(resolve));
        server = { ...server, ...patch };
        return server;
      },
      onSuccess: (saved, patch) => void shown.push(withPending(client, ['save'], saved, patch)),
    });
  const first = save().mutate({ title: 'Talk to us' });
  const second = save().mutate({ folder: 'New Leads' });
  await expect.poll(() => answers.length).toBe(1);
  answers[0]?.();
  await first;
  expect(server).toEqual({ title: 'Talk to us', folder: null });
  expect(shown).toEqual([{ title: 'Talk to us', folder: 'New Leads' }]);
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.();
  await second;
  expect(shown[1]).toEqual({ title: 'Talk to us', folder: 'New Leads' });
});
