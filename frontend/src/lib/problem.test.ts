import { expect, test } from 'vitest';
import { asProblem, fieldOf, isRefusal } from './problem';

test('a problem document keeps what it says', () => {
  const problem = asProblem({
    status: 409,
    code: 'in-use',
    title: 'No',
    detail: 'Why',
    request_id: 'r1',
    unmet: [{ code: 'a', message: 'b' }],
    retry_after: 3,
  });
  expect(problem).toMatchObject({
    status: 409,
    code: 'in-use',
    requestId: 'r1',
    unmet: [{ code: 'a' }],
    retryAfter: 3,
    existingId: null,
  });
});

test('no answer, an unreadable one and a defect of ours are told apart', () => {
  expect(asProblem(new TypeError('Failed to fetch'))).toMatchObject({ status: 0, code: 'unreachable' });
  expect(asProblem({ status: 502, detail: '' })).toMatchObject({ status: 502, code: 'unknown', errors: [], unmet: [] });
  expect(asProblem(new Error('boom'))).toMatchObject({ status: 500, detail: 'boom' });
  expect(asProblem('text')).toMatchObject({ status: 500 });
  expect(asProblem(null)).toMatchObject({ status: 500 });
});

test.each([
  [{ status: 404 }, true],
  [{ status: 429 }, true],
  [{ status: 503 }, false],
  [new TypeError(), false],
])('only a 4xx is a refusal: %o', (thrown, refused) => expect(isRefusal(thrown)).toBe(refused));

test.each([
  ['/emails/0/address', 'emails.0.address'],
  ['/custom_fields/a~1b~0c', 'custom_fields.a/b~c'],
  ['query/limit', null],
])('%s is the field %s', (pointer, field) => expect(fieldOf(pointer)).toBe(field));
