import { expect, test } from 'vitest';
import { partsOf } from './match';

const hits = (text: string, query: string) =>
  partsOf(text, query)
    .filter(({ hit }) => hit)
    .map(({ part }) => part);

test('words are found whatever their case and accents, all of them', () => {
  expect(hits('Ana Ruíz', 'ruiz AN')).toEqual(['An', 'Ruíz']);
  expect(partsOf('Ana', '').map(({ part }) => part)).toEqual(['Ana']);
  expect(hits('Ana', 'zz')).toEqual([]);
});

test('part of a number is found across its spaces', () => {
  expect(hits('600 11 56 74', '60011')).toEqual(['600 11']);
  expect(hits('600 11 56 74', '1156')).toEqual(['11 56']);
});

test('nothing is lost when a text is cut', () => {
  const text = 'İstanbul ﬁrma ß 😀 ana';
  expect(
    partsOf(text, 'ana')
      .map(({ part }) => part)
      .join(''),
  ).toBe(text);
});
