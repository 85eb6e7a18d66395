import { expect, test } from 'vitest';
import { type Contract, filterGroups, readGroups, resolve } from './contract';

const contract: Contract = {
  info: { title: 'T', version: '1' },
  tags: [{ name: 'customers', description: 'People.' }, { name: 'unused' }],
  paths: {
    '/customers/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      patch: {
        operationId: 'update_customer',
        summary: 'Change a customer',
        tags: ['customers'],
        security: [{ api_key: [] }, { session: [] }],
        'x-permissions': ['customers:write'],
        parameters: [
          { name: 'If-Match', in: 'header' },
          { name: 'atrium_session', in: 'cookie' },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Patch' } } } },
      },
    },
    '/auth/login': { post: { operationId: 'login', tags: ['auth'], security: [] } },
    '/ping': { get: {} },
  },
  webhooks: { 'customer.created': { post: { summary: 'A customer was created' } } },
  components: {
    schemas: { Patch: { type: 'object' }, 'a/b': { type: 'integer' }, Loop: { $ref: '#/components/schemas/Loop' } },
  },
};

test('groups keep the order of the tags, drop empty ones, and end with webhooks', () => {
  expect(readGroups(contract).map((group) => [group.name, group.operations.length])).toEqual([
    ['customers', 1],
    ['auth', 1],
    ['other', 1],
    ['webhook events', 1],
  ]);
});

test('an operation has the parameters of its path, without cookies, and says who may call it', () => {
  const [update, login] = readGroups(contract).flatMap((group) => group.operations);
  expect(update?.parameters.map((parameter) => parameter.name)).toEqual(['id', 'If-Match']);
  expect(update).toMatchObject({ id: 'update_customer', method: 'PATCH', open: false, permission: 'customers:write' });
  expect(login).toMatchObject({ id: 'login', open: true, permission: '', summary: 'login' });
});

test('references are followed, escaped names too, and neither a loop nor a dead end hangs', () => {
  expect(resolve(contract, { $ref: '#/components/schemas/a~1b', description: 'mine' })).toEqual({
    type: 'integer',
    description: 'mine',
  });
  expect(resolve(contract, { $ref: '#/components/schemas/Missing' })).toEqual({});
  expect(resolve(contract, { $ref: '#/components/schemas/Loop' })).toBeDefined();
});

test.each([
  ['', 4],
  ['  ', 4],
  ['PATCH customers', 1],
  ['update_customer', 1],
  ['customer', 2],
  ['customer nonsense', 0],
])('the filter %j finds %i operations', (query, count) => {
  const found = filterGroups(readGroups(contract), query);
  expect(found.flatMap((group) => group.operations)).toHaveLength(count);
});
