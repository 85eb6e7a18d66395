import { expect, test } from 'vitest';
import { readHealth } from './health';

test('ready only when the server says 200 and every part is ok', () => {
  expect(readHealth(200, { status: 'ok', version: '0.1.0', database: 'ok', redis: 'ok' })).toEqual({
    state: 'ready',
    version: '0.1.0',
    checks: [
      { name: 'database', ok: true, detail: 'ok' },
      { name: 'redis', ok: true, detail: 'ok' },
    ],
  });
  expect(readHealth(200, { status: 'ok', redis: 'unreachable' }).state).toBe('degraded');
  expect(readHealth(503, { status: 'unavailable', database: 'ok' }).state).toBe('degraded');
});

test.each([null, 'text', 7, [], { checks: 3 }])('a body of another shape (%j) is no part and no crash', (body) => {
  expect(readHealth(503, body)).toMatchObject({ state: 'degraded', version: '', checks: [] });
});
