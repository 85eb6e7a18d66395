import { expect, test } from 'vitest';
import { cropOf, inside } from './crop';

const wide = { width: 400, height: 200 };

test('without zoom the whole shorter side is kept, from the middle', () => {
  expect(cropOf(wide, { x: 0.5, y: 0.5, zoom: 1 })).toEqual({ x: 0.25, y: 0, size: 1 });
});

test('a square never leaves the picture', () => {
  expect(cropOf(wide, { x: 1, y: 1, zoom: 2 })).toEqual({ x: 0.75, y: 0.5, size: 0.5 });
  expect(inside(wide, { x: 1, y: 0, zoom: 2 })).toEqual({ x: 0.875, y: 0.25, zoom: 2 });
});
