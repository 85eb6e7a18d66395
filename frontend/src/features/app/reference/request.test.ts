import { expect, test } from 'vitest';
import type { Contract, Operation, Parameter } from './contract';
import { type Entry, formFields, missing, prepare } from './request';
import { snippet } from './snippets';

const contract: Contract = { info: { title: 'T', version: '1' } };
const operation = (parts: Partial<Operation>): Operation => ({
  id: 'x',
  kind: 'operation',
  method: 'GET',
  path: '/api/v1/customers',
  summary: '',
  description: '',
  deprecated: false,
  open: false,
  permission: '',
  parameters: [],
  responses: [],
  ...parts,
});
const entry = (parts: Partial<Entry>): Entry => ({ values: {}, json: '', form: {}, ...parts });
const query = (name: string, parts: Partial<Parameter> = {}): Parameter => ({ name, in: 'query', ...parts });

test('a path value is escaped and an empty one stays visible', () => {
  const upsert = operation({
    path: '/customers/by/{scheme}/{value}',
    parameters: [
      { name: 'scheme', in: 'path', required: true },
      { name: 'value', in: 'path', required: true },
    ],
  });
  const typed = entry({ values: { 'path:value': 'a/b?c' } });
  expect(prepare(contract, upsert, typed).url).toBe('/customers/by/{scheme}/a%2Fb%3Fc');
  expect(missing(contract, upsert, typed)).toEqual(['scheme']);
});

test('lists repeat, deep objects take brackets, empty values are left out', () => {
  const list = operation({
    parameters: [
      query('q'),
      query('tag_id', { schema: { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }] } }),
      query('field', { style: 'deepObject' }),
      { name: 'If-Match', in: 'header' },
    ],
  });
  const typed = entry({
    values: {
      'query:q': '',
      'query:tag_id': 'a, b',
      'query:field': '{"renewal_on": {"gte": "2026-01-01"}}',
      'header:If-Match': '"3"',
    },
  });
  const { url, headers } = prepare(contract, list, typed);
  expect(decodeURIComponent(url)).toBe('/api/v1/customers?tag_id=a&tag_id=b&field[renewal_on][gte]=2026-01-01');
  expect(headers).toEqual({ 'If-Match': '"3"' });
});

test('a JSON body is sent as typed, with the media type of the contract; broken JSON is refused', () => {
  const patch = operation({ method: 'PATCH', body: { content: { 'application/merge-patch+json': {} } } });
  expect(prepare(contract, patch, entry({ json: '{"name": null}' }))).toMatchObject({
    body: '{"name": null}',
    headers: { 'Content-Type': 'application/merge-patch+json' },
  });
  expect(() => prepare(contract, patch, entry({ json: '{' }))).toThrow(SyntaxError);
});

test('a form carries files and texts, and asks for what is required', () => {
  const schema = {
    required: ['file'],
    properties: { file: { type: 'string', format: 'binary' }, options: { type: 'string' } },
  };
  const upload = operation({ method: 'POST', body: { content: { 'multipart/form-data': { schema } } } });
  expect(formFields(contract, upload).map(([name, , required]) => [name, required])).toEqual([
    ['file', true],
    ['options', false],
  ]);
  expect(missing(contract, upload, entry({}))).toEqual(['file']);
  const file = new File(['a,b'], 'people.csv');
  const { body, headers } = prepare(contract, upload, entry({ form: { file, options: '' } }));
  expect(body).toBeInstanceOf(FormData);
  expect([...(body as FormData).keys()]).toEqual(['file']);
  expect(headers).toEqual({}); // the browser adds the boundary
});

test('snippets quote what a shell would read, and never hold a key', () => {
  const request = {
    method: 'POST',
    url: '/api/v1/notes',
    headers: { 'Content-Type': 'application/json' },
    body: `{"body": "It's"}`,
  };
  const curl = snippet('curl', request, 'http://localhost', true);
  expect(curl).toContain(`-d '{"body": "It'\\''s"}'`);
  expect(curl).toContain('"Authorization: Bearer $ATRIUM_API_KEY"');
  expect(snippet('curl', request, 'http://localhost', false)).not.toContain('Authorization');
  expect(snippet('Python', request, 'http://localhost', true)).toContain('os.environ["ATRIUM_API_KEY"]');
  expect(snippet('JavaScript', request, 'http://localhost', true)).toContain('process.env.ATRIUM_API_KEY');
});
