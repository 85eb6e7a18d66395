import { expect, test } from 'vitest';
import { openMention, putMention } from './mention';

test('a mention begins with @ at the start of a word', () => {
  expect(openMention('Ask @da', 7)).toEqual({ from: 4, typed: 'da' });
  expect(openMention('@', 1)).toEqual({ from: 0, typed: '' });
  expect(openMention('Ask @Dana Or', 12)).toEqual({ from: 4, typed: 'Dana Or' });
  expect(openMention('me@host', 7)).toBeNull();
  expect(openMention('@[Dana](member:1) ', 18)).toBeNull();
});

test('the chosen member replaces what was typed and the cursor stands behind', () => {
  const put = putMention('Ask @da about it', { from: 4, typed: 'da' }, { id: '7', name: 'Dana [x]' });
  expect(put.text).toBe('Ask @[Dana x](member:7) about it');
  expect(put.text.slice(put.cursor)).toBe('about it');
});
