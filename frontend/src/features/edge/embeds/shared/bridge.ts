/** What the frame and the host page say to each other. Both sides look at origin, source and shape. */
export const NAMESPACE = 'atrium-embed';

export type ToHost =
  | { type: 'ready'; widgets: string[] }
  | { type: 'height'; height: number }
  /** A launch code is needed: ask your server, answer with `code`. */
  | { type: 'launch' }
  | { type: 'balance'; unit: string; balance: number; available: number }
  /** The form was sent; `redirect_url`: where its owner wants the visitor to go next. */
  | { type: 'form'; redirect_url: string | null }
  | { type: 'error'; code: string; status: number };
export type ToFrame = { source: typeof NAMESPACE; type: 'code'; code: string };

export const isToFrame = (data: unknown): data is ToFrame => {
  const { source, type, code } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  return source === NAMESPACE && type === 'code' && typeof code === 'string' && code.length > 0 && code.length <= 200;
};

/** The origin around this frame as the browser knows it; null where it does not say. */
export const hostOf = (ancestors: readonly string[] | undefined, referrer: string): string | null =>
  ancestors?.[0] ?? (URL.canParse(referrer) ? new URL(referrer).origin : null);

/** To whom the frame speaks: the host if it is allowed, each allowed site where the browser does not name the host. */
export const addressees = (allowed: readonly string[], host: string | null): readonly string[] =>
  host === null ? allowed : allowed.filter((origin) => origin === host);

export class Bridge {
  readonly #to: readonly string[];
  readonly #allowed: readonly string[];
  readonly #waiting: ((code: string) => void)[] = [];

  constructor(allowed: readonly string[]) {
    const { ancestorOrigins } = location as { ancestorOrigins?: DOMStringList };
    this.#allowed = allowed;
    this.#to = addressees(allowed, hostOf(ancestorOrigins && [...ancestorOrigins], document.referrer));
    addEventListener('message', ({ source, origin, data }) => {
      if (source !== window.parent || !this.#allowed.includes(origin) || !isToFrame(data)) return;
      for (const take of this.#waiting.splice(0)) take(data.code);
    });
  }

  tell(message: ToHost): void {
    if (window.parent === window) return;
    for (const origin of this.#to) window.parent.postMessage({ source: NAMESPACE, ...message }, origin);
  }

  ask(): Promise<string> {
    return new Promise((take) => {
      this.#waiting.push(take);
      this.tell({ type: 'launch' });
    });
  }
}
