import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Condition, Decision } from '@/api/gen/types.gen';
import type { Words } from './words';

/** How conditions were decided, each as a sentence with what was found. */
export function Decisions({ decisions, words }: { decisions: readonly Decision[]; words: Words }) {
  const { t } = useTranslation('edge/automations/shared');
  if (decisions.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {decisions.map((decision) => {
        const { path, op, expected, actual, held } = decision;
        const Icon = held ? Check : X;
        return (
          <li key={JSON.stringify(decision)} className="flex items-start gap-1.5">
            <Icon
              size={14}
              aria-hidden
              className={`mt-0.5 shrink-0 ${held ? 'text-positive-ink' : 'text-danger-ink'}`}
            />
            <span className="min-w-0">
              {words.condition(asCondition(path, op, expected))}
              <span className="text-muted">
                {' · '}
                {t(held ? 'trace.held' : 'trace.failed')}
                {!held && <> · {t('trace.found', { value: found(words, path, op, actual, t('trace.nothing')) })}</>}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function asCondition(path: string, op: string, expected: unknown): Condition {
  const sides = (op === 'changed' && expected ? expected : {}) as { before?: unknown; after?: unknown };
  return {
    path,
    op: op as Condition['op'],
    value: expected,
    before: sides.before ?? null,
    after: sides.after ?? null,
  };
}

function found(words: Words, path: string, op: string, actual: unknown, nothing: string): string {
  if (op === 'changed' && actual && typeof actual === 'object') {
    const { before, after } = actual as { before?: unknown; after?: unknown };
    return `${words.value(path, before)} → ${words.value(path, after)}`;
  }
  const empty = actual === null || actual === undefined || actual === '' || (Array.isArray(actual) && !actual.length);
  return empty ? nothing : words.value(path, actual);
}
