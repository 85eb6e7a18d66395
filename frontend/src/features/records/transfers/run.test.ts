import { expect, test } from 'vitest';
import type { ImportOut, JobOut } from '@/api/gen/types.gen';
import { runOf } from './run';

const found: ImportOut = {
  id: 'i',
  job_id: 'j',
  state: 'running',
  file_name: 'contacts.csv',
  file_size: 1,
  rows_done: 1000,
  rows_total: 3000,
  result: { created: 990, updated: 0, unchanged: 0, rejected: 10 },
  created_by: 'Noa',
  created_at: '2026-11-22T09:30:00Z',
  preview: null,
};
const job: JobOut = {
  id: 'j',
  kind: 'import_customers',
  state: 'running',
  progress: { done: 2000, total: 3000 },
  result: { created: 1980, rejected: 20 },
  errors_url: null,
  result_url: null,
  error: null,
  cancel_requested: true,
  started_by: { type: 'member', id: 'm', name: 'Noa' },
  created_at: '2026-11-22T09:30:00Z',
  finished_at: null,
};

test('the job says more than the import, and sooner', () => {
  expect(runOf(found, job)).toEqual({
    state: 'running',
    done: 2000,
    total: 3000,
    counts: { created: 1980, updated: 0, unchanged: 0, rejected: 20 },
    stopping: true,
    error: null,
    errorsUrl: null,
  });
  expect(runOf(found, { ...job, state: 'cancelled' }).stopping).toBe(false);
});

test('without the right to see jobs the import itself is enough', () => {
  expect(runOf(found, undefined)).toMatchObject({ state: 'running', done: 1000, total: 3000, stopping: false });
});
