import { render } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Command, chordOf, listCommands, startShortcuts, useCommandList, useCommands } from './commands';

const key = (name: string, held: Partial<KeyboardEvent> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

test.each([
  [key('k', { ctrlKey: true }), 'mod+k'],
  [key('k', { metaKey: true }), 'mod+k'],
  [key('?', { shiftKey: true }), '?'],
  [key('/', { shiftKey: true }), '/'], // a keyboard where the slash needs Shift
  [key('K', { shiftKey: true }), 'shift+k'],
  [key('Enter', { shiftKey: true }), 'shift+enter'],
])('%o is %s', (event, chord) => expect(chordOf(event)).toBe(chord));

function Offer({ list }: { list: readonly Command[] }) {
  useCommands(list);
  return null;
}
const command = (id: string, keys: string, run: () => void, more: Partial<Command> = {}): Command => ({
  id,
  keys,
  label: id,
  group: 'g',
  run,
  ...more,
});
const press = (name: string, held: KeyboardEventInit = {}, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...held }));

let stop: () => void;
beforeEach(() => {
  stop = startShortcuts();
});
afterEach(() => stop());

test('one after the other, within a second', () => {
  vi.useFakeTimers();
  const [go, w] = [vi.fn(), vi.fn()];
  render(<Offer list={[command('go', 'g w', go), command('w', 'w', w)]} />);
  press('g');
  press('w');
  expect(go).toHaveBeenCalledTimes(1);
  press('g');
  vi.advanceTimersByTime(1_500);
  press('w');
  expect(go).toHaveBeenCalledTimes(1);
  expect(w).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});

test('the place that came last answers, and nothing of it stays when it goes', () => {
  const [under, over] = [vi.fn(), vi.fn()];
  render(<Offer list={[command('under', 'e', under)]} />);
  const { unmount } = render(<Offer list={[command('over', 'e', over)]} />);
  press('e');
  expect([under.mock.calls.length, over.mock.calls.length]).toEqual([0, 1]);
  unmount();
  press('e');
  expect(under).toHaveBeenCalledTimes(1);
  expect(listCommands().map(({ id }) => id)).toEqual(['under']);
});

test('an open list hears of what comes late', () => {
  const List = () => useCommandList().map(({ id }) => <i key={id}>{id}</i>);
  const { container } = render(<List />);
  expect(container.textContent).toBe('');
  const { unmount } = render(<Offer list={[command('late', 'l', vi.fn())]} />);
  expect(container.textContent).toBe('late');
  unmount();
  expect(container.textContent).toBe('');
});

test('never while typing, unless it says so', () => {
  const [plain, palette] = [vi.fn(), vi.fn()];
  const { container } = render(
    <>
      <Offer list={[command('plain', 'n', plain), command('palette', 'mod+k', palette, { whileTyping: true })]} />
      <input />
    </>,
  );
  const input = container.querySelector('input') as HTMLInputElement;
  press('n', {}, input);
  press('k', { ctrlKey: true }, input);
  expect(plain).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledTimes(1);
});
