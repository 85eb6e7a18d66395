/** One offending value: a JSON pointer into the body, or `query/name`. */
export type FieldError = { pointer: string; code: string; message: string };
export type Unmet = { code: string; message: string; fix?: { label: string; href: string } | null };
type ProblemDocument = {
  code?: string;
  title?: string;
  detail?: string;
  request_id?: string;
  errors?: FieldError[];
  unmet?: Unmet[];
};

/** A refusal: a problem document (RFC 9457). `code` is stable: compare it, and never the texts. */
export class Problem extends Error {
  override readonly name: string = 'Problem';
  readonly code: string;
  readonly detail: string;
  /** Quote it when you ask for help. */
  readonly requestId: string;
  readonly errors: FieldError[];
  /** What has to come first, for status 409. */
  readonly unmet: Unmet[];
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly status: number,
    document: ProblemDocument,
    headers: Headers,
  ) {
    super(`${status} ${document.code ?? 'error'}: ${document.detail ?? document.title ?? ''}`);
    this.code = document.code ?? 'error';
    this.detail = document.detail ?? document.title ?? '';
    this.requestId = document.request_id ?? headers.get('x-request-id') ?? '';
    this.errors = document.errors ?? [];
    this.unmet = document.unmet ?? [];
    const seconds = Number.parseFloat(headers.get('retry-after') ?? '');
    this.retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  }
}

/** 401: the key is missing, wrong, revoked or expired. */
export class Unauthenticated extends Problem {
  override readonly name = 'Unauthenticated';
}
/** 402: nothing was stored; the same key may be sent again once there is more. */
export class InsufficientCredits extends Problem {
  override readonly name = 'InsufficientCredits';
}
/** 403: a scope is missing. */
export class Forbidden extends Problem {
  override readonly name = 'Forbidden';
}
/** 404: also what the key may not see. */
export class NotFound extends Problem {
  override readonly name = 'NotFound';
}
/** 409: see `unmet` for what has to come first. */
export class Conflict extends Problem {
  override readonly name = 'Conflict';
}
/** 410: used up. */
export class Gone extends Problem {
  override readonly name = 'Gone';
}
/** 412: someone else changed it since it was read. Read it again. */
export class Stale extends Problem {
  override readonly name = 'Stale';
}
/** 422: see `errors` for the places. */
export class Invalid extends Problem {
  override readonly name = 'Invalid';
}
/** 429, after every attempt: wait `retryAfter` seconds. */
export class RateLimited extends Problem {
  override readonly name = 'RateLimited';
}
/** 5xx, after every attempt. */
export class Unavailable extends Problem {
  override readonly name = 'Unavailable';
}

/** No answer came, after every attempt. Repeat the call with the same `idempotencyKey`. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  constructor(
    message: string,
    readonly idempotencyKey: string | undefined,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** The job goes on; the patience of the caller has ended. */
export class JobUnfinished extends Error {
  override readonly name = 'JobUnfinished';
}

const kinds: Record<number, typeof Problem> = {
  401: Unauthenticated,
  402: InsufficientCredits,
  403: Forbidden,
  404: NotFound,
  409: Conflict,
  410: Gone,
  412: Stale,
  422: Invalid,
  429: RateLimited,
};

/** The error that an answer stands for. Something in between that answers no problem document gets the code `error`. */
export async function problem(response: Response): Promise<Problem> {
  const document: unknown = await response.json().catch(() => null);
  const Kind = response.status >= 500 ? Unavailable : (kinds[response.status] ?? Problem);
  const known = document !== null && typeof document === 'object' ? document : { title: response.statusText };
  return new Kind(response.status, known as ProblemDocument, response.headers);
}
