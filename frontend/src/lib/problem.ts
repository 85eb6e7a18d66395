/** What went wrong, in one shape: a server's problem document (RFC 9457), an unreadable answer, or no answer at all. */
export type Problem = {
  /** HTTP status; 0 when nothing answered. */
  status: number;
  /** Stable machine name, e.g. `stale`; `unreachable` when nothing answered. */
  code: string;
  title: string;
  detail: string;
  requestId: string;
  errors: { pointer: string; code: string; message: string }[];
  unmet: { code: string; message: string; fix?: { label: string; href: string } | null }[];
  /** The record that is in the way of a 409. */
  existingId: string | null;
  /** Seconds to wait, of 429 and 503. */
  retryAfter: number | null;
};

const empty: Problem = {
  status: 0,
  code: 'unreachable',
  title: '',
  detail: '',
  requestId: '',
  errors: [],
  unmet: [],
  existingId: null,
  retryAfter: null,
};

/** Anything that was thrown, as a problem. A fetch that failed throws `TypeError`; the client throws the parsed body. */
export function asProblem(thrown: unknown): Problem {
  if (typeof thrown === 'object' && thrown !== null && 'status' in thrown && typeof thrown.status === 'number') {
    const body = thrown as Record<string, unknown>;
    const text = (name: string) => (typeof body[name] === 'string' ? (body[name] as string) : '');
    return {
      status: thrown.status,
      code: text('code') || 'unknown',
      title: text('title'),
      detail: text('detail'),
      requestId: text('request_id'),
      errors: Array.isArray(body.errors) ? body.errors : [],
      unmet: Array.isArray(body.unmet) ? body.unmet : [],
      existingId: text('existing_id') || null,
      retryAfter: typeof body.retry_after === 'number' ? body.retry_after : null,
    };
  }
  if (thrown instanceof TypeError) return empty;
  return { ...empty, status: 500, code: 'unknown', detail: thrown instanceof Error ? thrown.message : '' };
}

/** A refusal (4xx) is an answer and is not asked again; a busy or absent server is, once. */
export const isRefusal = (thrown: unknown): boolean => {
  const { status } = asProblem(thrown);
  return status >= 400 && status < 500;
};

/** `/emails/0/address` → `emails.0.address`: where a form keeps the field. Pointers outside the body give null. */
export function fieldOf(pointer: string): string | null {
  if (!pointer.startsWith('/')) return null;
  const parts = pointer.slice(1).split('/');
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
}
