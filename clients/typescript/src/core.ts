import { Problem, problem, Unreachable } from './errors.js';

export type ClientOptions = {
  /** The address of the installation, with or without `/api/v1` behind it. */
  baseUrl: string;
  apiKey: string;
  /** Milliseconds of one attempt. */
  timeout?: number;
  /** How often a call that may be repeated is made at most; 1: never again. */
  attempts?: number;
  fetch?: typeof globalThis.fetch;
};
export type Options = {
  /** Made for you when you give none; give one that you keep, and a repeat after a crash has no second effect. */
  idempotencyKey?: string;
  /** A record as it was read, or its ETag: refused with `Stale` when it has changed since. */
  ifMatch?: string | object;
  signal?: AbortSignal;
};
type Call = {
  method: string;
  path: string;
  query?: object;
  body?: unknown;
  form?: object;
  acceptsKey?: boolean;
};

const LONGEST_WAIT_SECONDS = 60;
const etags = new WeakMap<object, string>();

/** The version of a record as it was read; undefined when it did not come with one. */
export const etag = (record: object): string | undefined => etags.get(record);

/** A value as one segment of a path. Empty ones, and dots alone, would name another path. */
export function segment(value: string): string {
  if (['', '.', '..'].includes(value)) throw new TypeError(`${JSON.stringify(value)} cannot stand in a path.`);
  return encodeURIComponent(value);
}

/** Sends calls and reads answers; `Client` is the class to use. */
export class Core {
  readonly #options: ClientOptions;
  readonly #address: string;

  constructor(options: ClientOptions) {
    if (!options.apiKey) throw new TypeError('An API key is needed: make one in Settings → API keys.');
    this.#options = options;
    this.#address = options.baseUrl.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
  }

  protected async receive<T>(call: Call, options?: Options): Promise<T> {
    const response = await this.send(call, options);
    const record = (await response.json()) as T;
    const version = response.headers.get('etag');
    if (version && record !== null && typeof record === 'object') etags.set(record, version);
    return record;
  }

  protected async download(call: Call, options?: Options): Promise<Blob> {
    return (await this.send(call, options)).blob();
  }

  protected async perform(call: Call, options?: Options): Promise<void> {
    await this.send(call, options);
  }

  /** Every item of every page. */
  protected async *walk<T>(call: Call, options?: Options): AsyncGenerator<T, void, undefined> {
    let cursor: string | null | undefined;
    do {
      const next: Call = { ...call, query: { ...call.query, cursor } };
      const page = await this.receive<{ items: T[]; next_cursor?: string | null }>(next, options);
      yield* page.items;
      cursor = page.next_cursor;
    } while (cursor);
  }

  /** The successful answer. Throws `Problem` for a refusal, `Unreachable` when none came, and what `signal` was aborted with. */
  private async send(call: Call, options: Options = {}): Promise<Response> {
    const key = options.idempotencyKey ?? (call.acceptsKey ? crypto.randomUUID() : undefined);
    const version = versionOf(options.ifMatch);
    const repeatable = call.method === 'GET' || key !== undefined || (['PUT', 'PATCH'].includes(call.method) && !version);
    const attempts = Math.max(this.#options.attempts ?? 4, 1);
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#attempt(call, key, version, options.signal);
      if (outcome instanceof Response) return outcome;
      const wait = attempt < attempts ? pause(attempt, outcome, repeatable) : undefined;
      if (wait === undefined) {
        if (outcome instanceof Problem) throw outcome;
        throw new Unreachable(`${call.method} ${call.path}: ${outcome.message}`, key, outcome);
      }
      await sleep(wait * 1000, options.signal);
    }
  }

  async #attempt(call: Call, key?: string, version?: string, signal?: AbortSignal): Promise<Response | Error> {
    const headers = new Headers({ Authorization: `Bearer ${this.#options.apiKey}`, Accept: 'application/json, */*' });
    if (key) headers.set('Idempotency-Key', key);
    if (version) headers.set('If-Match', version);
    if (call.body !== undefined) headers.set('Content-Type', 'application/json');
    const limit = AbortSignal.timeout(this.#options.timeout ?? 30_000);
    try {
      const response = await (this.#options.fetch ?? fetch)(`${this.#address}${call.path}${search(call.query)}`, {
        method: call.method,
        headers,
        body: call.form ? formOf(call.form) : call.body === undefined ? null : JSON.stringify(call.body),
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      if (!response.ok) return await problem(response);
      // Read here: an answer that breaks off half-way is an attempt that failed.
      const { status, headers: answered } = response;
      return status === 204 ? response : new Response(await response.blob(), { status, headers: answered });
    } catch (error) {
      signal?.throwIfAborted();
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

function versionOf(given: Options['ifMatch']): string | undefined {
  if (given === undefined || typeof given === 'string') return given;
  const version = etags.get(given);
  if (!version) throw new TypeError('This record did not come with an ETag: read it by its own address, or send the ETag as text.');
  return version;
}

/** Seconds until the next attempt; undefined when there is to be none. `Retry-After` is obeyed, else the wait doubles, with chance in it. */
function pause(attempt: number, outcome: Error, repeatable: boolean): number | undefined {
  const usual = ((0.5 + Math.random() / 2) * Math.min(2 ** attempt, 20)) / 2;
  if (!(outcome instanceof Problem)) return repeatable ? usual : undefined;
  const { status, code, retryAfter = 0 } = outcome;
  const again =
    [429, 503].includes(status) ||
    (repeatable && [500, 502, 504].includes(status)) ||
    (status === 409 && code === 'idempotency-key-in-flight');
  return again && retryAfter <= LONGEST_WAIT_SECONDS ? Math.max(usual, retryAfter) : undefined;
}

function search(query: object = {}): string {
  const found = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) found.append(name, String(each));
    }
  }
  return found.size > 0 ? `?${found}` : '';
}

function formOf(parts: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (value instanceof Blob) form.append(name, value);
    else if (value !== undefined && value !== null) form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return form;
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const stop = () => {
      clearTimeout(timer);
      fail(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      done();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
