import { queryOptions } from '@tanstack/react-query';

/** The part of OpenAPI 3.1 and JSON Schema 2020-12 that this page shows. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  format?: string;
  contentMediaType?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  deprecated?: boolean;
  readOnly?: boolean;
  writeOnly?: boolean;
};
export type Media = { schema?: Schema; example?: unknown; examples?: Record<string, { value?: unknown }> };
export type Content = Record<string, Media>;
export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  description?: string;
  required?: boolean;
  deprecated?: boolean;
  style?: string;
  schema?: Schema;
  example?: unknown;
};
type Body = { description?: string; required?: boolean; content?: Content };
type Reply = { description?: string; content?: Content };
type RawOperation = {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  deprecated?: boolean;
  parameters?: Parameter[];
  requestBody?: Body;
  responses?: Record<string, Reply>;
  security?: Record<string, string[]>[];
  /** Every one of these is needed; empty: any signed-in caller; null or missing: nobody has to sign in. */
  'x-permissions'?: string[] | null;
};
type PathItem = Record<string, RawOperation | Parameter[]>;
export type SecurityScheme = { type: string; scheme?: string; in?: string; name?: string; description?: string };
export type Contract = {
  info: { title: string; version: string; description?: string };
  tags?: { name: string; description?: string }[];
  security?: Record<string, string[]>[];
  paths?: Record<string, PathItem>;
  webhooks?: Record<string, PathItem>;
  components?: Record<string, Record<string, unknown>> & { securitySchemes?: Record<string, SecurityScheme> };
};

export type Operation = {
  id: string;
  kind: 'operation' | 'webhook';
  method: string;
  path: string;
  summary: string;
  description: string;
  deprecated: boolean;
  /** Nobody has to be signed in. */
  open: boolean;
  /** Permission or scopes the caller needs; empty when the contract names none. */
  permission: string;
  parameters: Parameter[];
  body?: Body;
  responses: [status: string, reply: Reply][];
};
export type Group = { name: string; description: string; operations: Operation[] };

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** Follows `$ref` inside the document; what stands beside a `$ref` wins over what it points to. Unknown: `{}`. */
export function resolve<T extends object>(contract: Contract, node: T & { $ref?: string }): T {
  let current = node;
  for (let hops = 0; current.$ref && hops < 16; hops++) {
    const { $ref, ...beside } = current;
    const steps = $ref
      .replace(/^#\//, '')
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const target = steps.reduce<unknown>(
      (place, step) => (place as Record<string, unknown> | undefined)?.[step],
      contract,
    );
    current = { ...((target ?? {}) as T), ...beside } as T & { $ref?: string };
  }
  return current;
}

function readOperation(
  contract: Contract,
  kind: Operation['kind'],
  path: string,
  method: string,
  item: PathItem,
): Operation {
  const raw = item[method] as RawOperation;
  const shared = (item.parameters ?? []) as Parameter[];
  const security = raw.security ?? contract.security ?? [];
  const scopes = [...new Set(security.flatMap((way) => Object.values(way).flat()))];
  return {
    id: kind === 'webhook' ? `webhook:${path}` : (raw.operationId ?? `${method} ${path}`),
    kind,
    method: method.toUpperCase(),
    path,
    summary: raw.summary ?? raw.operationId ?? path,
    description: raw.description ?? '',
    deprecated: raw.deprecated ?? false,
    open: security.length === 0,
    permission: (raw['x-permissions'] ?? scopes).join(', '),
    parameters: [...shared, ...(raw.parameters ?? [])]
      .map((parameter) => resolve(contract, parameter))
      .filter((parameter) => parameter.in !== 'cookie'),
    body: raw.requestBody && resolve(contract, raw.requestBody),
    responses: Object.entries(raw.responses ?? {}).map(([status, reply]) => [status, resolve(contract, reply)]),
  };
}

/** Operations by tag, in the contract's order; untagged ones under `other`, webhooks last under `webhook events`. */
export function readGroups(contract: Contract): Group[] {
  const groups = new Map<string, Group>(
    contract.tags?.map(({ name, description = '' }) => [name, { name, description, operations: [] }]),
  );
  const add = (kind: Operation['kind'], path: string, item: PathItem) => {
    for (const method of methods.filter((name) => name in item)) {
      const tag = kind === 'webhook' ? 'webhook events' : ((item[method] as RawOperation).tags?.[0] ?? 'other');
      const group = groups.get(tag) ?? { name: tag, description: '', operations: [] };
      group.operations.push(readOperation(contract, kind, path, method, item));
      groups.set(tag, group);
    }
  };
  for (const [path, item] of Object.entries(contract.paths ?? {})) add('operation', path, item);
  for (const [name, item] of Object.entries(contract.webhooks ?? {})) add('webhook', name, item);
  return [...groups.values()].filter((group) => group.operations.length > 0);
}

/** Every word of the query has to occur in the summary, path, method, id or group of an operation. */
export function filterGroups(groups: Group[], query: string): Group[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  return groups
    .map((group) => ({
      ...group,
      operations: group.operations.filter((operation) => {
        const text =
          `${operation.summary} ${operation.method} ${operation.path} ${operation.id} ${group.name}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter((group) => group.operations.length > 0);
}

export const contractQuery = queryOptions({
  queryKey: ['contract'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<Contract> => {
    const response = await fetch('/api/v1/openapi.json', { signal, credentials: 'omit' });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return response.json();
  },
});
