import { expect, test } from 'vitest';
import type { Contract, Schema } from './contract';
import { example, flatten, limits, typeName } from './schema';

const contract: Contract = {
  info: { title: 'T', version: '1' },
  components: {
    schemas: {
      Tag: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      Folder: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', examples: ['Leads'] },
          parent: { anyOf: [{ $ref: '#/components/schemas/Folder' }, { type: 'null' }] },
          tags: { type: 'array', items: { $ref: '#/components/schemas/Tag' }, default: [] },
        },
      },
    },
  },
};
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

test.each<[Schema, string]>([
  [{ type: 'string' }, 'string'],
  [{ type: 'string', format: 'uuid' }, 'uuid'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
  [{ anyOf: [ref('Tag'), ref('Folder')] }, 'Tag | Folder'],
  [{ type: 'array', items: ref('Tag') }, 'Tag[]'],
  [{ enum: ['open', 'won'] }, '"open" | "won"'],
  [{ const: 'note.created' }, '"note.created"'],
  [{ type: 'string', contentMediaType: 'application/octet-stream' }, 'file'],
  [{}, 'any'],
])('%j is named %s', (schema, name) => {
  expect(typeName(contract, schema)).toBe(name);
});

test('bounds read as a person writes them', () => {
  const words = { characters: 'characters', items: 'items' };
  expect(limits({ minLength: 1, maxLength: 200, pattern: '^a' }, words)).toEqual(['1–200 characters', '^a']);
  expect(limits({ minimum: 0 }, words)).toEqual(['≥ 0']);
  expect(limits({ maxItems: 20, exclusiveMinimum: 0 }, words)).toEqual(['> 0', '≤ 20 items']);
});

test('an example shows everything once, even when a schema holds itself', () => {
  expect(example(contract, ref('Folder'))).toEqual({ name: 'Leads', parent: null, tags: [{ name: 'text' }] });
});

test('an example of a request holds only what is required', () => {
  expect(example(contract, ref('Folder'), 'required')).toEqual({ name: 'Leads' });
});

test('allOf is one object', () => {
  const both = flatten(contract, { allOf: [ref('Tag'), { properties: { colour: { type: 'string' } } }] });
  expect(Object.keys(both.properties ?? {})).toEqual(['name', 'colour']);
  expect(both.required).toEqual(['name']);
});

test('what several parts of allOf say of one property is all true of it', () => {
  const both = flatten(contract, {
    allOf: [
      { properties: { data: { properties: { id: { type: 'string' } }, required: ['id'] } } },
      { properties: { data: { properties: { data: { type: 'object' } } } } },
    ],
  });
  const data = flatten(contract, both.properties?.data ?? {});
  expect(Object.keys(data.properties ?? {})).toEqual(['id', 'data']);
  expect(data.required).toEqual(['id']);
});
