import type { EmbedSessionOut, EmbedView } from '@/api/gen/types.gen';
import { words } from './words';

/** Why something was refused; status 0 when nothing answered. `errors`: what is wrong where in what was sent; `wait`: seconds. */
export type Refusal = {
  status: number;
  code: string;
  errors?: { pointer: string; code: string; message: string }[];
  wait?: number;
};

const EARLY_MS = 60_000;

/** A plain fetch without cookies: the generated client with all its operations would be most of the bundle. */
export async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const unreachable: Refusal = { status: 0, code: 'unreachable' };
  const answer = await fetch(`/api/v1/embed${path}`, { credentials: 'omit', ...init }).catch(() => null);
  if (!answer) throw unreachable;
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body as T;
  const wait = Number(answer.headers.get('Retry-After')) || undefined;
  throw { status: answer.status, code: body.code ?? '', errors: body.errors, wait } satisfies Refusal;
}

const posting = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

const exchange = (code: string): Promise<EmbedSessionOut> => call('/sessions', posting({ code }));

/** Asks the host page for a launch code. */
export type AskForCode = () => Promise<string>;

/** Holds the bearer, in this object and nowhere else, and has it renewed before it ends. */
export class EmbedClient {
  #token: string;
  #ends: number;
  #renewing: Promise<void> | undefined;
  readonly #ask: AskForCode | undefined;

  private constructor(session: EmbedSessionOut, ask: AskForCode | undefined) {
    this.#token = session.access_token;
    this.#ends = Date.parse(session.expires_at);
    this.#ask = ask;
  }

  static of(session: EmbedSessionOut, ask?: AskForCode): { client: EmbedClient; view: EmbedView } {
    const { access_token: _, ...view } = session;
    return { client: new EmbedClient(session, ask), view };
  }

  static async launch(code: string, ask?: AskForCode) {
    return EmbedClient.of(await exchange(code), ask);
  }

  get<T>(path: string): Promise<T> {
    return this.#call(path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#call(path, posting(body));
  }

  async #call<T>(path: string, init: RequestInit = {}): Promise<T> {
    if (this.#ask && Date.now() > this.#ends - EARLY_MS) await this.#renew();
    const send = () => call<T>(path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${this.#token}` } });
    try {
      return await send();
    } catch (thrown) {
      if ((thrown as Refusal).code !== 'embed-session-ended' || !this.#ask) throw thrown;
      await this.#renew();
      return send();
    }
  }

  /** Several widgets may notice at once: one code is asked for. */
  #renew(): Promise<void> {
    this.#renewing ??= this.#next().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #next(): Promise<void> {
    const session = await exchange(await (this.#ask as AskForCode)());
    this.#token = session.access_token;
    this.#ends = Date.parse(session.expires_at);
  }
}

const sentences: Record<string, keyof typeof words.problem> = {
  unreachable: 'unreachable',
  'embed-token-revoked': 'revoked',
  'embed-token-expired': 'expired',
  'launch-code-used': 'code',
  'launch-code-expired': 'code',
  'launch-code-unknown': 'code',
  'embed-session-ended': 'code',
  'prerequisites-unmet': 'locked',
  'scope-missing': 'scope',
  'rate-limited': 'limited',
};

/** What is said of this very refusal; null where only its status tells. */
export const ownSentenceOf = ({ code }: Refusal): string | null => {
  const name = sentences[code];
  return name ? words.problem[name] : null;
};

/** For the visitor. What it is exactly, the host page hears as an event. */
export const sentenceOf = (refusal: Refusal): string =>
  ownSentenceOf(refusal) ?? words.problem[refusal.status === 404 ? 'missing' : 'failed'];

/** Trying again may help. */
export const passes = ({ status }: Refusal): boolean => status === 0 || status === 429 || status >= 500;
