import { Fragment } from 'react';
import { partsOf } from '@/lib/match';

/** Text with the searched words marked. */
export function Highlight({ text, query }: { text: string; query: string | undefined }) {
  let at = 0;
  return partsOf(text, query).map(({ part, hit }) => {
    const key = at;
    at += part.length;
    return hit ? (
      <mark key={key} className="rounded-xs bg-caution-soft text-inherit">
        {part}
      </mark>
    ) : (
      <Fragment key={key}>{part}</Fragment>
    );
  });
}
