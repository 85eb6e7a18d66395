import type { CreateClientConfig } from './gen/client.gen';

let csrfToken: string | undefined;

/** `GET /me` answers with the token every writing request of a signed-in session has to carry. */
export function rememberCsrfToken(token: string | null | undefined): void {
  csrfToken = token ?? undefined;
}

const versions = new Map<string, string>();
const MAX_VERSIONS = 500;

/**
 * The ETag last seen at an address (`/api/v1/customers/…`), to send as `If-Match`: a write that would run over somebody
 * else's answers 412 instead. Take it when editing begins, not when it ends.
 */
export const versionOf = (path: string): string | undefined => versions.get(path);

function rememberVersion(response: Response): void {
  const tag = response.headers.get('ETag');
  if (!tag || !response.ok || !response.url) return;
  const { pathname } = new URL(response.url);
  versions.delete(pathname);
  versions.set(pathname, tag);
  const oldest = versions.size > MAX_VERSIONS ? versions.keys().next().value : undefined;
  if (oldest) versions.delete(oldest);
}

const sessionFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  if (csrfToken && !['GET', 'HEAD', 'OPTIONS'].includes(request.method)) request.headers.set('X-CSRF-Token', csrfToken);
  const response = await fetch(request);
  rememberVersion(response);
  return response;
};

/** Called once by the generated client: same origin, session cookie, CSRF token on writes. */
export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: globalThis.location?.origin ?? 'http://localhost',
  credentials: 'same-origin',
  fetch: sessionFetch,
});
