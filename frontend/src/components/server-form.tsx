import { zodResolver } from '@hookform/resolvers/zod';
import { type ReactElement, type ReactNode, useState } from 'react';
import {
  Controller,
  type ControllerRenderProps,
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type Resolver,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { ZodType } from 'zod';
import { asProblem, fieldOf, type Problem } from '@/lib/problem';
import { Field } from '@/ui/field';
import { messageOf } from './form-messages';
import { ProblemNotice } from './problem';

type Options<T extends FieldValues> = {
  /** From the generated schemas: `zLoginIn.pick({…})`. */
  schema: ZodType<T, FieldValues>;
  defaultValues: DefaultValues<T>;
  /** Throws what the client throws; its pointers go to the fields, the rest above the form. */
  onSubmit: (values: T, changed: Partial<T>) => Promise<unknown>;
};

export type ServerForm<T extends FieldValues> = {
  form: UseFormReturn<T, unknown, T>;
  /** What has no field of its own. */
  problem: Problem | null;
  busy: boolean;
  submit: (event?: React.FormEvent) => void;
};

/** A form that the browser checks as it goes and the server checks at the end; both speak at the field. */
export function useServerForm<T extends FieldValues>({ schema, defaultValues, onSubmit }: Options<T>): ServerForm<T> {
  const form = useForm<T, unknown, T>({
    resolver: zodResolver(schema) as Resolver<T, unknown, T>,
    defaultValues,
    mode: 'onTouched',
  });
  const { dirtyFields } = form.formState; // read while rendering, or the form does not keep count
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const send = async (values: T) => {
    setProblem(null);
    setBusy(true);
    try {
      await onSubmit(values, changedOf(values, dirtyFields));
    } catch (thrown) {
      setProblem(place(form, asProblem(thrown)));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event?: React.FormEvent) => {
    event?.preventDefault();
    event?.stopPropagation(); // a form in a dialog is, for React, inside the form of the page
    if (!busy) void form.handleSubmit(send)();
  };
  return { form, problem, busy, submit };
}

const changedOf = <T extends FieldValues>(values: T, dirty: object): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name in dirty)) as Partial<T>;

/** Gives each complaint to its field; what is left is the form's. Null when every one found its place. */
function place<T extends FieldValues>(form: UseFormReturn<T, unknown, T>, problem: Problem): Problem | null {
  const known = (name: string | null): name is FieldPath<T> =>
    name !== null && Object.hasOwn(form.getValues(), name.split('.')[0] ?? '');
  const placed = problem.errors.filter(({ pointer }) => known(fieldOf(pointer)));
  placed.forEach(({ pointer, message }, index) => {
    const sentence = message.charAt(0).toUpperCase() + message.slice(1);
    form.setError(
      fieldOf(pointer) as FieldPath<T>,
      { type: 'server', message: sentence },
      { shouldFocus: index === 0 },
    );
  });
  return placed.length > 0 && placed.length === problem.errors.length ? null : problem;
}

type FormFieldProps<T extends FieldValues, N extends FieldPath<T>> = {
  in: ServerForm<T>;
  name: N;
  label: ReactNode;
  description?: ReactNode;
  optional?: boolean;
  inline?: boolean;
  aside?: ReactNode;
  className?: string;
  /** The control: `(field) => <Input {...field} />`. */
  children: (field: ControllerRenderProps<T, N>) => ReactElement;
};

/** One field of a form with its label and whatever is wrong with it. */
export function FormField<T extends FieldValues, N extends FieldPath<T>>({
  in: { form },
  name,
  children,
  ...props
}: FormFieldProps<T, N>) {
  const { t } = useTranslation('components');
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <Field {...props} error={error && messageOf(error, t)}>
          {children(field)}
        </Field>
      )}
    />
  );
}

/** What the server said about the form as a whole. */
export function FormProblem({ in: { problem } }: { in: { problem: Problem | null } }) {
  return problem && <ProblemNotice error={problem} />;
}
