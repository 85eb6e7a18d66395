import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Input } from '@/ui/input';
import { FormField, FormProblem, useServerForm } from './server-form';

const schema = z.object({ name: z.string().min(1), email: z.string() });

function Form({ onSubmit }: { onSubmit: (values: object, changed: object) => Promise<unknown> }) {
  const form = useServerForm({ schema, defaultValues: { name: 'Ana', email: '' }, onSubmit });
  return (
    <form onSubmit={form.submit}>
      <FormProblem in={form} />
      <FormField in={form} name="name" label="Name">
        {(field) => <Input {...field} />}
      </FormField>
      <FormField in={form} name="email" label="Mail">
        {(field) => <Input {...field} />}
      </FormField>
      <button type="submit">Save</button>
    </form>
  );
}

const refuse = (errors: object[]) =>
  vi.fn().mockRejectedValue({ status: 422, title: 'No', detail: 'The whole of it.', errors });

test('only what was changed is marked as changed', async () => {
  const onSubmit = vi.fn().mockResolvedValue(undefined);
  render(<Form onSubmit={onSubmit} />);
  await userEvent.type(screen.getByLabelText('Mail'), 'a@x.test');
  await userEvent.click(screen.getByText('Save'));
  await waitFor(() => expect(onSubmit).toHaveBeenCalledWith({ name: 'Ana', email: 'a@x.test' }, { email: 'a@x.test' }));
});

test('what the server says stands at its field, tied to it', async () => {
  render(<Form onSubmit={refuse([{ pointer: '/email', code: 'taken', message: 'is taken' }])} />);
  await userEvent.click(screen.getByText('Save'));
  const mail = screen.getByLabelText('Mail');
  await waitFor(() => expect(mail).toHaveAccessibleDescription('Is taken'));
  expect(mail).toBeInvalid();
  expect(mail).toHaveFocus();
  expect(screen.queryByText('The whole of it.')).toBeNull();
});

test('what has no field stands above the form', async () => {
  render(<Form onSubmit={refuse([{ pointer: '/folder_id', code: 'gone', message: 'is gone' }])} />);
  await userEvent.click(screen.getByText('Save'));
  expect(await screen.findByText('The whole of it.')).toBeVisible();
});

test('the browser refuses first, and asks nobody', async () => {
  const onSubmit = vi.fn();
  render(<Form onSubmit={onSubmit} />);
  await userEvent.clear(screen.getByLabelText('Name'));
  await userEvent.click(screen.getByText('Save'));
  expect(screen.getByLabelText('Name')).toBeInvalid();
  expect(onSubmit).not.toHaveBeenCalled();
});
