import { fromDraft, type Place, toDraft } from '@/features/records/custom-fields/shared/values';
import { type Field, inField, keptOf } from './fields';

/** What was typed as the list's parameter takes it: money in minor units, moments in UTC. Null: not understood. */
export function parameterOf(field: Field, typed: string, place: Place): string | null {
  const text = typed.trim();
  if (field.type === 'phone' || field.type === 'email') return text || null;
  const read = fromDraft(field.type, text, inField(field, place));
  if ('wrong' in read || read.value === null) return null;
  if (field.type === 'currency') return String((read.value as { amount_minor: number }).amount_minor);
  return String(read.value);
}

/** The same for the input again. */
export const typedOf = (field: Field, value: string, place: Place): string =>
  value && String(toDraft(field.type, keptOf(field, value), inField(field, place)));
