import { expect, test } from 'vitest';
import { flag, localPath, oneOf, text, texts, tokenOf, uuid } from './search';

test('what fits is kept, what does not is dropped', () => {
  expect(text({ q: 600 }, 'q')).toBe('600');
  expect(text({ q: '' }, 'q')).toBeUndefined();
  expect(text({ q: { a: 1 } }, 'q')).toBeUndefined();
  expect(flag({ all: 'true' }, 'all')).toBeUndefined();
  expect(oneOf({ tab: 'b' }, 'tab', ['a', 'b'])).toBe('b');
  expect(oneOf({ tab: 'c' }, 'tab', ['a', 'b'])).toBeUndefined();
  expect(texts({ tag: 'a' }, 'tag')).toEqual(['a']);
  expect(texts({ tag: ['a', 3, ''] }, 'tag')).toEqual(['a']);
  expect(texts({}, 'tag')).toBeUndefined();
  expect(uuid({ id: '0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10' }, 'id')).toBeDefined();
  expect(uuid({ id: '../x' }, 'id')).toBeUndefined();
});

test.each(['https://elsewhere.test', '//elsewhere.test', '/\\elsewhere.test', 'javascript:alert(1)', '', 3])(
  '%s is no place to go on after signing in',
  (next) => expect(localPath({ next }, 'next')).toBeUndefined(),
);
test('an address of ours is', () => expect(localPath({ next: '/w/1?tab=notes' }, 'next')).toBe('/w/1?tab=notes'));

test.each([
  ['#token=abc-_1', 'abc-_1'],
  ['token=abc', 'abc'],
  ['', null],
  ['#token=', null],
])('the secret of %s is %s', (hash, token) => expect(tokenOf(hash)).toBe(token));
