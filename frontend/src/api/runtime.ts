import type { CreateClientConfig } from './gen/client.gen';

let csrfToken: string | undefined;

/** `GET /me` answers with the token every writing request of a signed-in session has to carry. */
export function rememberCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

const sessionFetch: typeof fetch = (input, init) => {
  const request = new Request(input, init);
  if (csrfToken && !['GET', 'HEAD', 'OPTIONS'].includes(request.method)) request.headers.set('X-CSRF-Token', csrfToken);
  return fetch(request);
};

/** Called once by the generated client: same origin, session cookie, CSRF token on writes. */
export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: globalThis.location?.origin ?? 'http://localhost',
  credentials: 'same-origin',
  fetch: sessionFetch,
});
