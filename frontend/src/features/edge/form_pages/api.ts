import type { FormReceipt, PublicForm } from '@/api/gen/types.gen';
import type { Finding } from './findings';
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

export const readForm = (key: string): Promise<PublicForm> => call<PublicForm>(key);

type Post = { token: string; values: Record<string, unknown>; trap: string };

/** Sends the answers; a page that is too young for the server waits a moment by itself. */
export async function sendAnswers(key: string, post: Post, tries = 3): Promise<FormReceipt> {
  const page_url = window.parent !== window && document.referrer ? document.referrer : undefined;
  const body = JSON.stringify({ ...post, page_url, language });
  try {
    return await call<FormReceipt>(key, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  } catch (thrown) {
    const { errors } = thrown as Refusal;
    const code = errors.find(({ pointer }) => pointer === '/token')?.code;
    if (!code || tries <= 1) throw thrown;
    if (code === 'too_fast') {
      await new Promise((done) => setTimeout(done, 1500));
      return sendAnswers(key, post, tries - 1);
    }
    return sendAnswers(key, { ...post, token: (await readForm(key)).token }, tries - 1); // a page open since yesterday
  }
}
