import { client } from './gen/client.gen';

/** Puts `status` and the wait of `Retry-After` (seconds) into what the client throws, whatever the body was. */
export function startApi(): void {
  client.interceptors.error.use((error, response) => {
    if (!response) return error; // nothing answered: the TypeError of fetch
    const body = typeof error === 'object' && error !== null ? error : { detail: '' };
    const seconds = Number(response.headers.get('Retry-After'));
    return { ...body, status: response.status, ...(seconds > 0 && { retry_after: seconds }) };
  });
}
