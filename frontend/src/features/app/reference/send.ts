import type { Prepared } from './request';

export type Answer = {
  status: number;
  statusText: string;
  milliseconds: number;
  headers: [name: string, value: string][];
  text: string;
  /** The body was longer than what is shown, or is no text at all. */
  cut: 'no' | 'long' | 'binary';
};

const SHOWN_BYTES = 256 * 1024;

/**
 * Sends one request. With a key nothing of the browser's session goes along (the server refuses both together); without
 * one the session cookie does, and a write asks `/me` for the session's CSRF token first. Raises `TypeError` when the
 * server cannot be reached and `AbortError` when cancelled. `onText` sees the body grow, for event streams.
 */
export async function send(
  request: Prepared,
  key: string,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<Answer> {
  const headers = new Headers(request.headers);
  if (key) headers.set('Authorization', `Bearer ${key}`);
  else if (request.method !== 'GET') {
    const token = await sessionToken(signal);
    if (token) headers.set('X-CSRF-Token', token);
  }
  const started = performance.now();
  const response = await fetch(request.url, {
    method: request.method,
    headers,
    body: request.body,
    signal,
    credentials: key ? 'omit' : 'same-origin',
    cache: 'no-store',
  });
  const milliseconds = Math.round(performance.now() - started);
  const isText = /json|text|xml|csv|event-stream|vcard/.test(response.headers.get('content-type') ?? 'text');
  const { text, long } = isText ? await readText(response, onText) : { text: '', long: false };
  if (!isText) await response.body?.cancel();
  return {
    status: response.status,
    statusText: response.statusText,
    milliseconds,
    headers: [...response.headers],
    text: pretty(text, long),
    cut: isText ? (long ? 'long' : 'no') : 'binary',
  };
}

async function sessionToken(signal: AbortSignal): Promise<string | undefined> {
  const response = await fetch('/api/v1/me', { signal, credentials: 'same-origin' });
  if (!response.ok) return undefined;
  const me: { csrf_token?: string } = await response.json();
  return me.csrf_token;
}

async function readText(response: Response, onText: (text: string) => void): Promise<{ text: string; long: boolean }> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    onText(text);
    if (text.length > SHOWN_BYTES) {
      await reader.cancel();
      return { text: text.slice(0, SHOWN_BYTES), long: true };
    }
  }
  return { text, long: false };
}

function pretty(text: string, long: boolean): string {
  if (long) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
