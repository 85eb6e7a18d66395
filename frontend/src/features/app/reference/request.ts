import { type Contract, type Operation, resolve, type Schema } from './contract';
import { flatten } from './schema';

/** What the reader typed: parameters by `in:name`, form fields by name. */
export type Entry = { values: Record<string, string>; json: string; form: Record<string, string | File> };
export type BodyKind = 'none' | 'json' | 'form' | 'file';
export type Prepared = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | FormData | File;
};

export function bodyKind(operation: Operation): BodyKind {
  const types = Object.keys(operation.body?.content ?? {});
  if (types.length === 0) return 'none';
  if (types.some((type) => type.includes('json'))) return 'json';
  return types.some((type) => type.includes('form')) ? 'form' : 'file';
}

/** Fields of a form body with their schemas; the one of a bare file body is called `file`. */
export function formFields(
  contract: Contract,
  operation: Operation,
): [name: string, schema: Schema, required: boolean][] {
  if (bodyKind(operation) === 'file') return [['file', { format: 'binary' }, true]];
  if (bodyKind(operation) !== 'form') return [];
  const schema = flatten(contract, Object.values(operation.body?.content ?? {})[0]?.schema ?? {});
  return Object.entries(schema.properties ?? {}).map(([name, field]) => [
    name,
    resolve(contract, field),
    schema.required?.includes(name) ?? false,
  ]);
}

/** `{gte: "2026-01-01"}` under `field` becomes `field[gte]=2026-01-01` (OpenAPI style `deepObject`). */
function appendDeep(query: URLSearchParams, name: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) appendDeep(query, `${name}[${key}]`, inner);
  } else {
    for (const each of [value].flat()) query.append(name, String(each));
  }
}

function takesMany(contract: Contract, schema: Schema | undefined): boolean {
  const plain = flatten(contract, schema ?? {});
  return [plain.type].flat().includes('array') || (plain.anyOf ?? []).some((part) => takesMany(contract, part));
}

/** Turns what was typed into a request. Raises `SyntaxError` when a JSON value is not JSON. Empty values are left out. */
export function prepare(contract: Contract, operation: Operation, entry: Entry): Prepared {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let path = operation.path;
  for (const parameter of operation.parameters) {
    const value = entry.values[`${parameter.in}:${parameter.name}`] ?? '';
    if (parameter.in === 'path')
      path = path.replace(`{${parameter.name}}`, value ? encodeURIComponent(value) : `{${parameter.name}}`);
    else if (!value) continue;
    else if (parameter.in === 'header') headers[parameter.name] = value;
    else if (parameter.style === 'deepObject') appendDeep(query, parameter.name, JSON.parse(value));
    else if (takesMany(contract, parameter.schema)) {
      for (const each of value.split(',')) query.append(parameter.name, each.trim());
    } else query.append(parameter.name, value);
  }
  const search = query.size > 0 ? `?${query}` : '';
  return { method: operation.method, url: path + search, headers, ...prepareBody(operation, entry, headers) };
}

function prepareBody(operation: Operation, entry: Entry, headers: Record<string, string>): { body?: Prepared['body'] } {
  const kind = bodyKind(operation);
  if (kind === 'json' && entry.json.trim()) {
    const types = Object.keys(operation.body?.content ?? {});
    headers['Content-Type'] = types.find((type) => type.includes('json')) ?? 'application/json';
    JSON.parse(entry.json);
    return { body: entry.json };
  }
  const filled = Object.entries(entry.form).filter(([, value]) => value !== '');
  if (kind === 'form') {
    const body = new FormData();
    for (const [name, value] of filled) body.append(name, value);
    return { body };
  }
  const file = filled.find(([, value]) => value instanceof File)?.[1];
  return kind === 'file' && file instanceof File ? { body: file } : {};
}

/** Names of what still has to be filled in before the request can be sent. */
export function missing(contract: Contract, operation: Operation, entry: Entry): string[] {
  const parameters = operation.parameters
    .filter((parameter) => parameter.required && !entry.values[`${parameter.in}:${parameter.name}`])
    .map((parameter) => parameter.name);
  const fields = formFields(contract, operation)
    .filter(([name, , required]) => required && !entry.form[name])
    .map(([name]) => name);
  return [...parameters, ...fields];
}
