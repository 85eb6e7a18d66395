import { expect, test } from 'vitest';
import { cronOf, scheduleOf } from './cron';
import { durationOf } from './duration';
import { pathInfo } from './names';

test('schedules that people say go into cron and come back', () => {
  for (const cron of ['0 9 * * *', '30 7 * * 1-5', '0 18 * * 0', '15 8 31 * *'])
    expect(cronOf(scheduleOf(cron))).toBe(cron);
  expect(scheduleOf('0 9 * * 7')).toEqual({ every: 'week', at: '09:00', day: 0 });
  for (const cron of ['*/5 * * * *', '0 9 1 1 *', '0 9 * * 1,3', 'nonsense'])
    expect(scheduleOf(cron).every).toBe('custom');
});

test('times are said in the largest unit that is whole', () => {
  expect(durationOf(90)).toEqual({ unit: 'seconds', count: 90 });
  expect(durationOf(7200)).toEqual({ unit: 'hours', count: 2 });
  expect(durationOf(172_800)).toEqual({ unit: 'days', count: 2 });
  expect(durationOf(Number.NaN)).toEqual({ unit: 'seconds', count: 0 });
});

test('what changes is as the property of that name; what is unknown is anything', () => {
  const folder = { path: 'customer.folder_id', kind: 'id', refers_to: 'folder', options: [] };
  const known = { paths: [folder] };
  expect(pathInfo(known, 'trigger.changes.folder_id')).toEqual({ ...folder, path: 'trigger.changes.folder_id' });
  expect(pathInfo(known, 'trigger.data.folder_id').refers_to).toBe('folder');
  expect(pathInfo(known, 'steps.call_1.body').kind).toBe('any');
});
