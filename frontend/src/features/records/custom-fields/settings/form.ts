import { z } from 'zod';
import type { CustomFieldIn, CustomFieldOut, CustomFieldPatch, FieldValidation } from '@/api/gen/types.gen';
import { zCustomFieldIn } from '@/api/gen/zod.gen';

export type FieldType = CustomFieldOut['type'];
export const fieldTypes = zCustomFieldIn.shape.type.options;

type Rule = Exclude<keyof FieldValidation, undefined>;
const range: Rule[] = ['min', 'max'];
const length: Rule[] = ['min_length', 'max_length'];
const rules: Partial<Record<FieldType, Rule[]>> = {
  text: [...length, 'pattern'],
  long_text: length,
  number: range,
  percent: range,
  currency: [...range, 'currency'],
  date: range,
  date_time: range,
  follow_up: range,
};

/** What can be asked of values of a type. */
export const rulesOf = (type: FieldType): Rule[] => rules[type] ?? [];
export const hasOptions = (type: FieldType) => type === 'select' || type === 'multi_select';
/** Long texts and addresses cannot be filtered by. */
export const canFilter = (type: FieldType) => type !== 'long_text' && type !== 'address';

const ids = z.array(z.string()).nullable();
export const fieldSchema = zCustomFieldIn.pick({ label: true, type: true }).extend({
  key: z.union([z.literal(''), zCustomFieldIn.shape.key.unwrap().unwrap()]),
  help: z.string().max(500),
  section: z.string().max(500),
  required: z.boolean(),
  filterable: z.boolean(),
  /** `id` only keeps rows apart while they are edited; an option without `key` is new. */
  options: z.array(
    z.object({ id: z.string(), key: z.string().nullable(), label: z.string().min(1), colour: z.string() }),
  ),
  /** Rules that the form has shown and nobody filled in are undefined. */
  validation: z.record(z.string(), z.string().optional()),
  folder_ids: ids,
  view_role_ids: ids,
  edit_role_ids: ids,
});
export type FieldValues = z.infer<typeof fieldSchema>;

/** What the form begins with. */
export function fromField(field?: CustomFieldOut): FieldValues {
  return {
    label: field?.label ?? '',
    key: field?.key ?? '',
    type: field?.type ?? 'text',
    help: field?.help ?? '',
    section: field?.section ?? '',
    required: field?.required ?? false,
    filterable: field?.filterable ?? true,
    options: (field?.options ?? []).map(({ key, label, colour }) => ({
      id: key,
      key,
      label,
      colour: colour ?? '#64748b',
    })),
    validation: Object.fromEntries(
      Object.entries(field?.validation ?? {}).flatMap(([rule, value]) =>
        value === null || value === undefined ? [] : [[rule, String(value)]],
      ),
    ),
    folder_ids: field?.folder_ids ?? null,
    view_role_ids: field?.view_role_ids ?? null,
    edit_role_ids: field?.edit_role_ids ?? null,
  };
}

const dated: FieldType[] = ['date', 'date_time', 'follow_up'];

/** Rules as the server takes them: numbers as numbers, only those of the type; empty ones are left out. */
export function toValidation(type: FieldType, typed: Record<string, string | undefined>): FieldValidation {
  return Object.fromEntries(
    rulesOf(type).flatMap((rule) => {
      const value = typed[rule]?.trim() ?? '';
      if (value === '') return [];
      const text = rule === 'pattern' || rule === 'currency' || dated.includes(type);
      return [[rule, text || Number.isNaN(Number(value)) ? value : Number(value)]];
    }),
  );
}

/** The whole body of a new field. */
export function toBody(values: FieldValues): CustomFieldIn {
  const { key, type, options, validation, filterable, ...rest } = values;
  return {
    ...rest,
    type,
    key: key || null,
    filterable: canFilter(type) && filterable,
    options: hasOptions(type) ? options.map(({ key: own, label, colour }) => ({ key: own, label, colour })) : [],
    validation: toValidation(type, validation),
  };
}

/** Of a field that exists, only what changed; key and type stay. */
export function toPatch(values: FieldValues, changed: readonly string[]): CustomFieldPatch {
  const { key: _key, type: _type, ...body } = toBody(values);
  return Object.fromEntries(Object.entries(body).filter(([name]) => changed.includes(name)));
}

/** Fields by section, in their order; the section without a name first. */
export function bySection<T extends { section: string; position: number }>(fields: readonly T[]): [string, T[]][] {
  const groups = new Map<string, T[]>([['', []]]);
  for (const field of [...fields].sort((a, b) => a.position - b.position))
    groups.set(field.section, [...(groups.get(field.section) ?? []), field]);
  return [...groups].filter(([, list]) => list.length > 0);
}
