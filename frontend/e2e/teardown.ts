import { rmSync } from 'node:fs';

/** The run's own data folder goes; one that was given stays. */
export default function teardown(): void {
  const { ATRIUM_E2E_OWN: own, ATRIUM_E2E_DATA: folder } = process.env;
  if (own === '1' && folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
