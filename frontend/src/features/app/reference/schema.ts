import { type Contract, type Media, resolve, type Schema } from './contract';

const refName = (schema: Schema) => schema.$ref?.split('/').pop() ?? '';

/** `$ref` followed and `allOf` folded into one object schema. */
export function flatten(contract: Contract, schema: Schema): Schema {
  const plain = resolve(contract, schema);
  if (!plain.allOf) return plain;
  const { allOf, ...own } = plain;
  const parts = [...allOf.map((part) => flatten(contract, part)), own];
  const whole: Schema = Object.assign({}, ...parts);
  if (!parts.some((part) => part.properties)) return whole;
  return {
    ...whole,
    properties: joined(parts.map((part) => part.properties ?? {})),
    required: parts.flatMap((part) => part.required ?? []),
  };
}

/**
 * A property that several parts speak of is all that they say: a webhook's `data` is the event, and narrower inside. The
 * examples of the wider part are of something else.
 */
function joined(parts: Record<string, Schema>[]): Record<string, Schema> {
  const all: Record<string, Schema> = {};
  for (const [name, schema] of parts.flatMap(Object.entries<Schema>)) {
    if (all[name]) {
      const { example: _, examples: __, ...wider } = all[name];
      all[name] = { ...schema, allOf: [wider, schema] };
    } else all[name] = schema;
  }
  return all;
}

const isNull = (schema: Schema) => schema.type === 'null' || schema.const === null;

/** The alternatives of a union without `null`; a schema that is no union is its own only alternative. */
export function variants(contract: Contract, schema: Schema): Schema[] {
  const plain = flatten(contract, schema);
  const union = (plain.anyOf ?? plain.oneOf)?.filter((part) => !isNull(part));
  return union?.flatMap((part) => variants(contract, part)) ?? [schema];
}

const types = (schema: Schema) => [schema.type ?? []].flat();

export function isNullable(contract: Contract, schema: Schema): boolean {
  const plain = flatten(contract, schema);
  return types(plain).includes('null') || (plain.anyOf ?? plain.oneOf ?? []).some(isNull);
}

/** Holds a file: FastAPI writes either form, depending on its version. */
export const isFile = (schema: Schema) =>
  schema.format === 'binary' || schema.contentMediaType === 'application/octet-stream';

/** A short name a reader understands: `uuid`, `list of Customer`, `"open" | "won"`, `string or null`. */
export function typeName(contract: Contract, schema: Schema): string {
  const names = [...new Set(variants(contract, schema).map((variant) => singleType(contract, variant)))];
  return [...names, ...(isNullable(contract, schema) ? ['null'] : [])].join(' | ') || 'any';
}

function singleType(contract: Contract, schema: Schema): string {
  const plain = flatten(contract, schema);
  if (plain.const !== undefined) return JSON.stringify(plain.const);
  if (plain.enum) return plain.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (isFile(plain)) return 'file';
  const base = types(plain).filter((type) => type !== 'null');
  if (base[0] === 'array') return `${typeName(contract, plain.items ?? {})}[]`;
  if (plain.properties) return plain.title || refName(schema) || 'object';
  if (base[0] === 'object') return 'object';
  return plain.format ?? (base.join(' | ') || 'any');
}

/** Bounds as a reader writes them: `1–200 characters`, `≥ 0`, `≤ 20 items`; the unit words come from the caller. */
export function limits(schema: Schema, words: { characters: string; items: string }): string[] {
  const span = (low: number | undefined, high: number | undefined, unit = '') => {
    if (low === undefined && high === undefined) return [];
    const bounds =
      low !== undefined && high !== undefined ? `${low}–${high}` : low !== undefined ? `≥ ${low}` : `≤ ${high}`;
    return [unit ? `${bounds} ${unit}` : bounds];
  };
  return [
    ...span(schema.minimum, schema.maximum),
    ...(schema.exclusiveMinimum === undefined ? [] : [`> ${schema.exclusiveMinimum}`]),
    ...(schema.exclusiveMaximum === undefined ? [] : [`< ${schema.exclusiveMaximum}`]),
    ...span(schema.minLength, schema.maxLength, words.characters),
    ...span(schema.minItems, schema.maxItems, words.items),
    ...(schema.pattern ? [schema.pattern] : []),
  ];
}

type Wanted = 'all' | 'required';

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

const samples: Record<string, unknown> = {
  'date-time': '2026-11-22T09:30:00Z',
  date: '2026-11-22',
  time: '09:30:00',
  uuid: '01935f2e-7c1a-7b52-9d3e-2f6a4b8c0d11',
  email: 'ana@example.com',
  uri: 'https://example.com',
  password: '…',
};

/**
 * A value that fits the schema: the contract's own example where it has one, else a default or a sample of the type.
 * `required` leaves optional properties out, for a request that is to be sent. A schema inside itself is shown once.
 */
export function example(contract: Contract, schema: Schema, only: Wanted = 'all', inside: string[] = []): unknown {
  if (schema.$ref && inside.includes(schema.$ref)) return null;
  const path = schema.$ref ? [...inside, schema.$ref] : inside;
  const plain = flatten(contract, schema);
  const given = plain.examples?.[0] ?? plain.example ?? plain.const ?? plain.default ?? plain.enum?.[0];
  if (given !== undefined && given !== null && !isEmptyList(given)) return given;
  if (plain.anyOf || plain.oneOf) {
    const first = variants(contract, plain)[0];
    return first && first !== plain ? example(contract, first, only, path) : null;
  }
  const type = types(plain).find((name) => name !== 'null');
  if (type === 'array') {
    const item = plain.items ? example(contract, plain.items, only, path) : null;
    return item === null ? [] : [item];
  }
  if (plain.properties) return exampleObject(contract, plain, only, path);
  if (type === 'string') return samples[plain.format ?? ''] ?? 'text';
  if (type === 'integer' || type === 'number') return plain.minimum ?? 1;
  if (type === 'boolean') return true;
  return type === 'object' ? {} : null;
}

function exampleObject(contract: Contract, schema: Schema, only: Wanted, inside: string[]) {
  const wanted = Object.entries(schema.properties ?? {}).filter(
    ([name]) => only === 'all' || schema.required?.includes(name),
  );
  return Object.fromEntries(wanted.map(([name, property]) => [name, example(contract, property, only, inside)]));
}

export function mediaExample(contract: Contract, media: Media, only: Wanted = 'all'): unknown {
  const named = Object.values(media.examples ?? {})[0]?.value;
  return media.example ?? named ?? example(contract, media.schema ?? {}, only);
}
