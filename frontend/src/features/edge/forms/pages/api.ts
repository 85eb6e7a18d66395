import type { FormReceipt, PublicForm } from '@/api/gen/types.gen';
import type { Finding } from './findings';
import { isFramed, tellParent } from './frame';
import { language } from './words';

/** Why something was refused; status 0 when nothing answered. */
export type Refusal = { status: number; code: string; errors: Finding[]; wait: number };

/** A plain fetch: the generated client with all its operations would be most of the page. */
async function call<T>(key: string, init?: RequestInit): Promise<T> {
  const unreachable: Refusal = { status: 0, code: 'unreachable', errors: [], wait: 0 };
  const answer = await fetch(`/api/v1/f/${encodeURIComponent(key)}`, { credentials: 'omit', ...init }).catch(
    () => null,
  );
  if (!answer) throw unreachable;
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body as T;
  const { status, headers } = answer;
  throw { status, code: body.code ?? '', errors: body.errors ?? [], wait: Number(headers.get('Retry-After') ?? 0) };
}

/** `values`: what is known of whoever answers, where that is known. */
export type ShownForm = PublicForm & { values?: Record<string, unknown> };
type Answers = { token: string; values: Record<string, unknown>; trap: string };
export type Post = Answers & { page_url: string | undefined; language: string };

/** Where a form is read, where its answers go, and what happens then. */
export type FormSource = {
  read: () => Promise<ShownForm>;
  send: (post: Post) => Promise<FormReceipt>;
  sent: (receipt: FormReceipt) => void;
  /** What only this source knows of a refusal. */
  sentence?: (refusal: Refusal) => string | null;
};

/** The form as any stranger fills it in. */
export const publicForm = (key: string): FormSource => ({
  read: () => call(key),
  send: (post) =>
    call(key, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(post) }),
  sent: ({ redirect_url }) => {
    if (!redirect_url) return;
    if (isFramed) tellParent({ type: 'redirect', url: redirect_url });
    else location.assign(redirect_url);
  },
});

/** Sends the answers; a page that is too young for the server waits a moment by itself. */
export async function sendAnswers(source: FormSource, answers: Answers, tries = 3): Promise<FormReceipt> {
  const page_url = isFramed && document.referrer ? document.referrer : undefined;
  try {
    return await source.send({ ...answers, page_url, language });
  } catch (thrown) {
    const { errors } = thrown as Refusal;
    const code = errors.find(({ pointer }) => pointer === '/token')?.code;
    if (!code || tries <= 1) throw thrown;
    if (code === 'too_fast') {
      await new Promise((done) => setTimeout(done, 1500));
      return sendAnswers(source, answers, tries - 1);
    }
    return sendAnswers(source, { ...answers, token: (await source.read()).token }, tries - 1); // a page open since yesterday
  }
}
