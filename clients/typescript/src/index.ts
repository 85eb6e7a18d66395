import type { Options } from './core.js';
import { JobUnfinished } from './errors.js';
import { Operations } from './generated/operations.js';
import type { JobOut } from './generated/types.gen.js';

/** Calls an installation with an API key: one method for each operation of the contract. */
export class Client extends Operations {
  /** The job once it has ended, whichever way. Throws `JobUnfinished` after `timeout` milliseconds; the job goes on. */
  async waitForJob(jobId: string, { timeout = 600_000, ...options }: Options & { timeout?: number } = {}): Promise<JobOut> {
    const until = Date.now() + timeout;
    for (;;) {
      const job = await this.getJob(jobId, options);
      if (['succeeded', 'failed', 'cancelled'].includes(job.state)) return job;
      if (Date.now() > until) throw new JobUnfinished(`Job ${jobId} is still ${job.state} after ${timeout} ms.`);
      await new Promise((done) => setTimeout(done, 500));
    }
  }
}

export { type ClientOptions, etag, type Options } from './core.js';
export * from './errors.js';
export type * as models from './generated/types.gen.js';
export { InvalidSignature, Webhook } from './webhooks.js';
