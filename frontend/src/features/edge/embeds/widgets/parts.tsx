/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { passes, type Refusal, sentenceOf } from '../shared/client';
import { words } from '../shared/words';

/** A card with a heading. */
export function Card({ title, name, children }: { title: string; name: string; children: ComponentChildren }) {
  return (
    <section class="card" data-widget={name} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** What stands in place of something that is not there. */
export function Said({ refusal, retry }: { refusal: Refusal | null; retry?: () => void }) {
  if (!refusal) return <p role="status">{words.loading}</p>;
  return (
    <div role="alert" data-code={refusal.code}>
      <p>{sentenceOf(refusal)}</p>
      {retry && passes(refusal) && (
        <button type="button" class="link" onClick={retry}>
          {words.retry}
        </button>
      )}
    </div>
  );
}
