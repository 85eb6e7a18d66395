import { render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { expect, test, vi } from 'vitest';
import { preloadable } from './preloadable';

const Hello = ({ name }: { name: string }) => <p>Hello {name}</p>;

test('what was fetched ahead shows at once, and is fetched once', async () => {
  const fetch = vi.fn(async () => ({ default: Hello }));
  const Part = preloadable(fetch);
  await Part.preload();
  render(
    <Suspense fallback="waiting">
      <Part name="Ada" />
    </Suspense>,
  );
  expect(screen.getByText('Hello Ada')).toBeInTheDocument();
  expect(fetch).toHaveBeenCalledTimes(1);
});

test('what was not is waited for', async () => {
  const Part = preloadable(async () => ({ default: Hello }));
  render(
    <Suspense fallback="waiting">
      <Part name="Ada" />
    </Suspense>,
  );
  expect(screen.getByText('waiting')).toBeInTheDocument();
  expect(await screen.findByText('Hello Ada')).toBeInTheDocument();
});

test('what could not be fetched is asked for again', async () => {
  const fetch = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValue({ default: Hello });
  const Part = preloadable<{ name: string }>(fetch);
  await Part.preload();
  await Part.preload();
  expect(fetch).toHaveBeenCalledTimes(2);
});
