import { expect, test } from 'vitest';
import { choicesOf } from './choices';

test('one choice a line, named by its letters and digits', () => {
  expect(choicesOf('choice', ' Oro \n\nPlata más 2\n金')).toEqual([
    { key: 'oro', label: 'Oro' },
    { key: 'plata_mas_2', label: 'Plata más 2' },
    { key: 'choice_3', label: '金' },
  ]);
  expect(choicesOf('number', 'Oro')).toEqual([]);
  const known = [{ key: 'gold', label: 'Oro' }];
  expect(choicesOf('choice', 'Oro\nPlata', known).map(({ key }) => key)).toEqual(['gold', 'plata']);
});
