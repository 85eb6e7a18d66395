import { rmSync } from 'node:fs';

/** The run's own data folders go; one that was given stays. */
export default function teardown(): void {
  const own: { data: string }[] = JSON.parse(process.env.ATRIUM_E2E_OWN ?? '[]');
  for (const { data } of own) rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
