import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { InlineEdit } from './inline-edit';

function Place({ onSave, check }: { onSave: (value: string) => void; check?: (value: string) => string | undefined }) {
  const [value, setValue] = useState('Madrid');
  const save = (next: string) => {
    setValue(next);
    onSave(next);
  };
  return <InlineEdit label="Place" value={value} onSave={save} check={check} />;
}
const face = () => screen.getByRole('button');

test('Enter saves, and the focus returns', async () => {
  const onSave = vi.fn();
  render(<Place onSave={onSave} />);
  await userEvent.click(face());
  expect(screen.getByRole('textbox', { name: 'Place' })).toHaveFocus();
  await userEvent.keyboard('Sevilla{Enter}');
  expect(onSave).toHaveBeenCalledExactlyOnceWith('Sevilla');
  expect(face()).toHaveFocus();
  expect(face()).toHaveTextContent('Sevilla');
});

test('Escape reverts; leaving it unchanged asks nobody', async () => {
  const onSave = vi.fn();
  render(<Place onSave={onSave} />);
  await userEvent.click(face());
  await userEvent.keyboard('Sevilla{Escape}');
  expect(face()).toHaveTextContent('Madrid');
  await userEvent.click(face());
  await userEvent.tab();
  expect(onSave).not.toHaveBeenCalled();
});

test('leaving saves, once', async () => {
  const onSave = vi.fn();
  render(<Place onSave={onSave} />);
  await userEvent.click(face());
  await userEvent.keyboard('Cádiz');
  await userEvent.tab();
  expect(onSave).toHaveBeenCalledExactlyOnceWith('Cádiz');
});

test('what cannot be saved says why and stays open', async () => {
  const onSave = vi.fn();
  render(<Place onSave={onSave} check={(value) => (value ? undefined : 'A place is needed.')} />);
  await userEvent.click(face());
  await userEvent.keyboard('{Backspace}{Enter}');
  expect(screen.getByRole('alert')).toHaveTextContent('A place is needed.');
  expect(onSave).not.toHaveBeenCalled();
});
