import type { ColumnOut, ImportOptions } from '@/api/gen/types.gen';
import type { Step } from './steps';
import { ATRIUM_ID, parseTarget, SKIP } from './targets';

export type Reading = Pick<ImportOptions, 'encoding' | 'delimiter' | 'has_header' | 'sheet'>;

/** What a person has decided about an uploaded file so far. The server keeps the file, this browser the decisions. */
export type Draft = {
  /** Where the wizard was left. */
  step: Step;
  /** How the file is to be read, where what was found out is wrong. */
  reading: Reading;
  /** A target for each column; null: as suggested. */
  mapping: string[] | null;
  matchBy: string | null;
  mode: 'create' | 'update' | 'both';
  folderId: string | null;
  statusId: string | null;
  lifecycle: 'customer' | 'prospect';
  source: string;
  tagIds: string[];
  createMissingTags: boolean | null;
  dateOrder: 'dmy' | 'mdy' | null;
  decimal: 'point' | 'comma' | null;
  /** Where phone numbers without country code belong: `ES`; null: the workspace's. */
  country: string | null;
};

export const emptyDraft: Draft = {
  step: 'file',
  reading: {},
  mapping: null,
  matchBy: null,
  mode: 'both',
  folderId: null,
  statusId: null,
  lifecycle: 'customer',
  source: 'import',
  tagIds: [],
  createMissingTags: null,
  dateOrder: null,
  decimal: null,
  country: null,
};

/** A draft that was kept, with what a newer version added; null when it is none. */
export function readDraft(stored: unknown): Draft | null {
  if (typeof stored !== 'object' || stored === null || !('step' in stored) || !('tagIds' in stored)) return null;
  return { ...emptyDraft, ...(stored as Partial<Draft>) };
}

type Column = Pick<ColumnOut, 'suggested' | 'heading'>;

/** The suggestions, without those for which a field would have to be made: that is for a person to say. */
export const suggestedMapping = (columns: readonly Column[]): string[] =>
  columns.map(({ suggested }) => (parseTarget(suggested).kind === 'new_field' ? SKIP : suggested));

/** The chosen targets, if they are for these columns; a file that is read in another way has others. */
export const mappingOf = ({ mapping }: Draft, columns: readonly Column[]): string[] =>
  mapping?.length === columns.length ? mapping : suggestedMapping(columns);

/** By what rows can find their customers with this mapping: `email`, `external_id:<system>`, in the file's order. */
export const matchChoices = (mapping: readonly string[]): string[] => [
  ...new Set(
    mapping.flatMap((text) => {
      const { kind } = parseTarget(text);
      return kind === 'email' ? ['email'] : kind === 'external_id' ? [text] : [];
    }),
  ),
];

/** What the server takes when nothing is chosen: Atrium's id, else e-mail, else the first other id, else name and number. */
export function bestMatch(mapping: readonly string[]): string {
  const choices = matchChoices(mapping);
  return [ATRIUM_ID, 'email'].find((each) => choices.includes(each)) ?? choices[0] ?? 'row';
}

/** A choice that the mapping no longer offers counts as none. */
export const matchOf = ({ matchBy }: Draft, mapping: readonly string[]): string | null =>
  matchBy === 'none' || (matchBy !== null && matchChoices(mapping).includes(matchBy)) ? matchBy : null;

/** Columns by their index, or by their heading where an index would name another column. */
function namedMapping(mapping: readonly string[], columns: readonly Column[]): Record<string, string> {
  const headings = new Set(columns.map(({ heading }) => heading));
  return Object.fromEntries(
    mapping.flatMap((target, index) =>
      target === SKIP ? [] : [[headings.has(String(index)) ? (columns[index]?.heading ?? '') : String(index), target]],
    ),
  );
}

/** The body of a preview or a start. */
export function toOptions(draft: Draft, columns: readonly Column[]): ImportOptions {
  const mapping = mappingOf(draft, columns);
  return {
    ...draft.reading,
    mapping: namedMapping(mapping, columns),
    match_by: matchOf(draft, mapping),
    mode: draft.mode,
    folder_id: draft.folderId,
    status_id: draft.folderId ? draft.statusId : null,
    lifecycle: draft.lifecycle,
    source: draft.source.trim() || null,
    tag_ids: draft.tagIds,
    create_missing_tags: draft.createMissingTags,
    date_order: draft.dateOrder,
    decimal: draft.decimal,
    country: draft.country,
  };
}

/** Read in another way the file has other columns: what was chosen for the old ones is gone. */
export const reread = (draft: Draft, reading: Reading): Draft => ({
  ...draft,
  mapping: null,
  reading: { ...draft.reading, ...reading },
});

const steps: [Step, RegExp][] = [
  ['file', /^\/(file|encoding|delimiter|has_header|sheet)\b/],
  ['columns', /^\/mapping\b/],
  ['options', /^\//],
];
/** The step where what the server points at can be mended. */
export const stepOf = (pointer: string): Step => steps.find(([, places]) => places.test(pointer))?.[0] ?? 'check';

const KINDS: Record<string, string[]> = {
  csv: ['csv', 'txt'],
  tsv: ['tsv', 'tab', 'txt', 'csv'],
  xlsx: ['xlsx', 'xlsm'],
  vcard: ['vcf', 'vcard'],
  jsonl: ['jsonl', 'ndjson', 'json'],
};

/** The ending of a name that claims another format than the content has; null when they agree. */
export function falseEnding(fileName: string, format: string): string | null {
  const ending = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase();
  return ending && KINDS[format] && !KINDS[format].includes(ending) ? ending : null;
}
