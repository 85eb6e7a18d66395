import type { CustomFieldOut, FormFieldIn, FormFieldOut } from '@/api/gen/types.gen';

export const properties = ['name', 'email', 'phone', 'location', 'company', 'message'] as const;
export type Property = (typeof properties)[number];

/** What a stranger cannot answer: the server refuses these too. */
const notAsked = ['member', 'customer', 'follow_up'];
export const askable = (fields: readonly CustomFieldOut[]) =>
  fields.filter((field) => !notAsked.includes(field.type) && !field.archived_at && field.editable);

/** A question in the builder. `key` is its name in submissions and here its identity; new ones get one at once. */
export type Question = FormFieldOut;

const blank = { property: null, field_id: null, consent_text: '', label: '', help: '', required: false };

/** A key that no other question has: `plan`, `plan_2`, … */
export function freeKey(questions: readonly Question[], wanted: string): string {
  const taken = new Set(questions.map(({ key }) => key));
  for (let number = 1; ; number++) {
    const key = number === 1 ? wanted : `${wanted.slice(0, 50)}_${number}`;
    if (!taken.has(key)) return key;
  }
}

export const askProperty = (questions: readonly Question[], property: Property): Question => ({
  ...blank,
  kind: 'property',
  property,
  key: freeKey(questions, property),
  required: property === 'email' && !questions.some((each) => each.required),
});

export const askField = (questions: readonly Question[], field: CustomFieldOut): Question => ({
  ...blank,
  kind: 'custom_field',
  field_id: field.id,
  key: freeKey(questions, field.key),
  required: field.required,
});

export const askConsent = (questions: readonly Question[], text: string): Question => ({
  ...blank,
  kind: 'consent',
  consent_text: text,
  key: freeKey(questions, 'consent'),
  required: true,
});

/** Whether someone who answers can be told from others: without this the server refuses the form. */
export const identifies = (questions: readonly Question[]): boolean =>
  questions.some(({ property }) => property && ['name', 'email', 'phone', 'company'].includes(property));

/** What is left to ask for. */
export const notYetAsked = (questions: readonly Question[], fields: readonly CustomFieldOut[]) => ({
  properties: properties.filter((property) => !questions.some((each) => each.property === property)),
  fields: askable(fields).filter(({ id }) => !questions.some((each) => each.field_id === id)),
});

/** The questions as the API takes them. */
export const asInput = (questions: readonly Question[]): FormFieldIn[] =>
  questions.map((question) => ({ ...question }));
