/** What a column of a file becomes: the grammar of `ImportOptions.mapping`, as choices for a person. */
export const SKIP = 'skip';
export const FIELD_TYPES = [
  'text',
  'long_text',
  'number',
  'percent',
  'date',
  'datetime',
  'checkbox',
  'email',
  'phone',
  'url',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const NAME_TARGETS = [
  'name',
  'given_name',
  'middle_name',
  'family_name',
  'name_prefix',
  'name_suffix',
  'company',
  'kind',
] as const;
export const CONTACT_TARGETS = ['email', 'phone'] as const;
export const PLACE_TARGETS = [
  'location',
  'location_part:street',
  'location_part:city',
  'location_part:region',
  'location_part:postal_code',
  'location_part:country',
  'time_zone',
  'language',
] as const;
export const WORK_TARGETS = ['lifecycle', 'folder', 'status', 'owner', 'tags', 'note', 'source'] as const;
/** Labels that addresses and numbers commonly have; a file may bring others. */
export const EMAIL_LABELS = ['work', 'home'];
export const PHONE_LABELS = ['mobile', 'work', 'home'];

const REPEATABLE = new Set(['email', 'phone', 'email_label', 'phone_label', 'external_id', 'tags', 'note', SKIP]);
const SCHEME = /^[a-z][a-z0-9_]{0,39}$/;
const MOST_LETTERS = 100;

export type Target = { kind: string; argument: string; fieldType: string };

/** `new_field:date:Renewal` → kind `new_field`, argument `Renewal`, fieldType `date`. */
export function parseTarget(text: string): Target {
  const [kind = '', ...rest] = text.split(':');
  if (kind !== 'new_field') return { kind, argument: rest.join(':'), fieldType: '' };
  const [fieldType = '', ...label] = rest;
  return { kind, argument: label.join(':'), fieldType };
}

export const newField = (type: string, label: string) => `new_field:${type}:${label}`;
export const externalId = (scheme: string) => `external_id:${scheme}`;

/** The id of a customer of this very workspace. */
export const ATRIUM_ID = 'external_id:atrium';

/** "HubSpot ID" → `hubspot_id`: the name of another system as the server takes it. */
export const schemeOf = (heading: string): string =>
  heading
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .replace(/_+$/, '')
    .slice(0, 40) || 'other';

/** 0 → A, 25 → Z, 26 → AA, as spreadsheets name columns. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let at = index + 1; at > 0; at = Math.floor((at - 1) / 26)) {
    letters = String.fromCharCode(65 + ((at - 1) % 26)) + letters;
  }
  return letters;
}

const isRepeatable = (text: string) => REPEATABLE.has(parseTarget(text).kind) || text === 'location_part:street';
/** Two new fields of one label would be one field. */
const identity = (text: string) => {
  const { kind, argument } = parseTarget(text);
  return kind === 'new_field' ? `new_field:${argument.trim().toLowerCase()}` : text;
};

/** What is wrong with a column's target. `other`: the index of the column that has it already. */
export type MappingProblem = { code: 'taken'; other: number } | { code: 'scheme' | 'label' | 'longLabel' };

/** Problems by column index, as the server would find them; empty means that the mapping can be imported. */
export function mappingProblems(mapping: readonly string[]): Map<number, MappingProblem> {
  const found = new Map<number, MappingProblem>();
  const taken = new Map<string, number>();
  mapping.forEach((text, index) => {
    const { kind, argument } = parseTarget(text);
    if (kind === 'external_id' && !SCHEME.test(argument)) found.set(index, { code: 'scheme' });
    if (kind === 'new_field' && !argument.trim()) found.set(index, { code: 'label' });
    if (kind === 'new_field' && argument.length > MOST_LETTERS) found.set(index, { code: 'longLabel' });
    if (isRepeatable(text) || found.has(index)) return;
    const other = taken.get(identity(text));
    if (other === undefined) taken.set(identity(text), index);
    else found.set(index, { code: 'taken', other });
  });
  return found;
}

export const importsNothing = (mapping: readonly string[]) => mapping.every((text) => text === SKIP);

/** A target chosen for a column. Label columns that pointed at it and have nothing to name any more are left out. */
export function assign(mapping: readonly string[], index: number, target: string): string[] {
  const next = mapping.map((text, at) => (at === index ? target : text));
  return next.map((text) => {
    const { kind, argument } = parseTarget(text);
    if (kind !== 'email_label' && kind !== 'phone_label') return text;
    const pointed = parseTarget(next[Number(argument)] ?? SKIP).kind;
    return `${pointed}_label` === kind ? text : SKIP;
  });
}
