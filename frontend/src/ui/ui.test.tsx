import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Ellipsis } from 'lucide-react';
import { expect, test, vi } from 'vitest';
import { Button } from './button';
import { Checkbox } from './checkbox';
import { Combobox, MultiCombobox } from './combobox';
import { Field } from './field';
import { IconButton } from './icon-button';
import { Menu, MenuItem } from './menu';
import { Popover } from './popover';
import { Select } from './select';
import { SplitPane } from './split-pane';
import { Switch } from './switch';

test('a busy button keeps its focus and does nothing, neither itself nor for its form', async () => {
  const [press, send] = [vi.fn(), vi.fn((event: { preventDefault: () => void }) => event.preventDefault())];
  render(
    <form onSubmit={send}>
      <Button type="submit" busy onClick={press}>
        Save
      </Button>
    </form>,
  );
  screen.getByRole('button').focus();
  await userEvent.keyboard('{Enter}');
  await userEvent.click(screen.getByRole('button'));
  expect(press).not.toHaveBeenCalled();
  expect(send).not.toHaveBeenCalled();
  expect(screen.getByRole('button')).toHaveFocus();
});

test('a menu that is not loaded yet opens with the first press, by pointer and by keyboard', async () => {
  const run = vi.fn();
  render(
    <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
      <MenuItem onClick={run}>Move</MenuItem>
    </Menu>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'More' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Move' }));
  expect(run).toHaveBeenCalledTimes(1);
  screen.getByRole('button', { name: 'More' }).focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(await screen.findByRole('menuitem', { name: 'Move' })).toBeInTheDocument();
});

test('a popover whose owner keeps it open or shut is asked', async () => {
  const change = vi.fn();
  render(
    <Popover title="Dates" trigger={<button type="button">Open</button>} open={false} onOpenChange={change}>
      Inside
    </Popover>,
  );
  await userEvent.click(screen.getByText('Open'));
  await vi.waitFor(() => expect(change).toHaveBeenCalledWith(true));
});

test('every control takes the label, the description and the error of its field', () => {
  render(
    <>
      <Field label="Box" error="Needed" inline>
        <Checkbox />
      </Field>
      <Field label="Light" description="At once" inline>
        <Switch />
      </Field>
      <Field label="Role" error="Choose one">
        <Select items={[{ value: 'a', label: 'A' }]} value={null} onValueChange={() => undefined} />
      </Field>
    </>,
  );
  expect(screen.getByRole('checkbox', { name: 'Box' })).toHaveAccessibleDescription('Needed');
  expect(screen.getByRole('switch', { name: 'Light' })).toHaveAccessibleDescription('At once');
  expect(screen.getByRole('combobox', { name: 'Role' })).toBeInvalid();
});

test('a panel is resized by keyboard between its limits, and remembered', () => {
  const pane = () =>
    render(
      <SplitPane name="test" side="start" initial={288} min={200} max={300}>
        x
      </SplitPane>,
    );
  const { unmount } = pane();
  const width = () => Number(screen.getByRole('separator').getAttribute('aria-valuenow'));
  fireEvent.keyDown(screen.getByRole('separator'), { key: 'ArrowRight' });
  expect(width()).toBe(300);
  fireEvent.keyDown(screen.getByRole('separator'), { key: 'Home' });
  expect(width()).toBe(200);
  unmount();
  pane();
  expect(width()).toBe(200);
});

test('Escape in a closed combobox takes nothing away', async () => {
  const [ada, ben] = [
    { id: 'ada', name: 'Ada' },
    { id: 'ben', name: 'Ben' },
  ];
  const change = vi.fn();
  render(
    <>
      <Combobox aria-label="Owner" items={[ada, ben]} value={ada} onValueChange={change} />
      <MultiCombobox aria-label="Workers" items={[ada, ben]} value={[ada, ben]} onValueChange={change} />
    </>,
  );
  for (const name of ['Owner', 'Workers']) {
    screen.getByRole('combobox', { name }).focus();
    await userEvent.keyboard('{Escape}');
  }
  expect(change).not.toHaveBeenCalled();
  expect(screen.getByRole('combobox', { name: 'Owner' })).toHaveValue('Ada');
  await userEvent.keyboard('{Backspace}');
  expect(change).toHaveBeenCalledOnce();
});
