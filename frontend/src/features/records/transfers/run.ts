import type { ImportOut, JobOut } from '@/api/gen/types.gen';
import { isUnderWay } from '@/api/job';

export const COUNTS = ['created', 'updated', 'unchanged', 'rejected'] as const;
export type Counts = Record<(typeof COUNTS)[number], number>;

/** How an import stands, from its job while there is one, else from what is kept of it. */
export type Run = {
  state: ImportOut['state'];
  done: number;
  total: number | null;
  counts: Counts;
  /** It was asked to stop and has not yet. */
  stopping: boolean;
  error: string | null;
  /** File of the rejected rows, for whoever started it. */
  errorsUrl: string | null;
};

const countsOf = (result: Record<string, unknown>): Counts =>
  Object.fromEntries(COUNTS.map((name) => [name, Number(result[name] ?? 0)])) as Counts;

export function runOf(found: ImportOut, job: JobOut | undefined): Run {
  if (!job)
    return {
      state: found.state,
      done: found.rows_done,
      total: found.rows_total,
      counts: countsOf(found.result),
      stopping: false,
      error: null,
      errorsUrl: null,
    };
  return {
    state: job.state,
    done: job.progress.done,
    total: job.progress.total,
    counts: countsOf(job.result),
    stopping: job.cancel_requested && isUnderWay(job.state),
    error: job.error,
    errorsUrl: job.errors_url,
  };
}

export const TONES = {
  uploaded: 'accent',
  queued: 'info',
  running: 'info',
  succeeded: 'positive',
  failed: 'danger',
  cancelled: 'caution',
  ended: 'neutral',
} as const;
