import { client } from './gen/client.gen';
import { sayEnded } from './session';

/**
 * Puts `status` and the wait of `Retry-After` (seconds) into what the client throws, whatever the body was. Whoever called,
 * an unknown session is an ended one.
 */
export function startApi(): void {
  client.interceptors.error.use((error, response) => {
    if (!response) return error; // nothing answered: the TypeError of fetch
    const body = typeof error === 'object' && error !== null ? error : { detail: '' };
    if (response.status === 401 && 'code' in body && body.code === 'unauthenticated') sayEnded();
    const seconds = Number(response.headers.get('Retry-After'));
    return { ...body, status: response.status, ...(seconds > 0 && { retry_after: seconds }) };
  });
}
