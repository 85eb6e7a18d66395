import { expect, test } from 'vitest';
import type { TagOut } from '@/api/gen/types.gen';
import { placesOf, sortTags } from './changes';

const tag = (id: string, position: number): TagOut => ({
  id,
  name: id,
  position,
  group_id: null,
  colour: '#64748b',
  own_colour: null,
  created_at: '',
  updated_at: '',
});

test('tags stand by name, or by their place and then by name', () => {
  const tags = [tag('c', 0), tag('b', 1), tag('a', 0)];
  expect(sortTags(tags, 'name').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(sortTags(tags, 'position').map(({ id }) => id)).toEqual(['a', 'c', 'b']);
});

test('only tags that get another place are written', () => {
  expect(placesOf([tag('a', 0), tag('b', 1), tag('c', 2)], ['a', 'c', 'b'])).toEqual([
    { id: 'c', position: 1 },
    { id: 'b', position: 2 },
  ]);
});
