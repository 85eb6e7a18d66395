import { PenLine } from 'lucide-react';
import { preloadable } from '@/lib/preloadable';
import type { StepEntry } from '@/sockets/steps';

export default {
  kind: 'set_field',
  order: 10,
  label: 'records/custom-fields.steps.set_field.title',
  icon: PenLine,
  form: preloadable(() => import('./step-form')),
  texts: ['records/custom-fields'],
  shows: ['field', 'value'],
  says: ({ field, value }, { say, path, value: saidValue }) => {
    const at = `customer.${field}`;
    return value === null || value === ''
      ? say('records/custom-fields.steps.set_field.clear', { field: path(at) })
      : say('records/custom-fields.steps.set_field.set', { field: path(at), value: saidValue(at, value) });
  },
} satisfies StepEntry;
