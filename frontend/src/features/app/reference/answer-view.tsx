import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { CodeBlock } from '@/ui/code-block';
import { JsonText } from './json-text';
import { Disclosure } from './schema-view';
import type { Answer } from './send';

export type Outcome =
  | { state: 'idle' | 'malformed' | 'cancelled' | 'unreachable' }
  | { state: 'lacking'; names: string[] }
  | { state: 'running'; text: string }
  | { state: 'answered'; answer: Answer };

/** What came of the last request; the first line is announced. */
export function AnswerView({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('app/reference');
  const failed = ['malformed', 'lacking', 'unreachable'].includes(outcome.state);
  return (
    <div className="grid gap-2 *:min-w-0">
      <p role="status" className={cn('text-sm empty:hidden', failed && 'text-danger-ink')}>
        <Verdict outcome={outcome} />
      </p>
      {outcome.state === 'running' && outcome.text && <BodyText text={outcome.text} />}
      {outcome.state === 'answered' && (
        <>
          {outcome.answer.text && <BodyText text={outcome.answer.text} />}
          {outcome.answer.cut !== 'no' && <p className="text-muted text-sm">{t(`try.cut.${outcome.answer.cut}`)}</p>}
          <Disclosure label={<span className="text-sm">{t('try.headers')}</span>}>
            {() => (
              <dl className="grid gap-1 ps-5 font-mono text-xs">
                {outcome.answer.headers.map(([name, value]) => (
                  <div key={name}>
                    <dt className="inline text-muted">{name}: </dt>
                    <dd className="inline">{value}</dd>
                  </div>
                ))}
              </dl>
            )}
          </Disclosure>
        </>
      )}
    </div>
  );
}

function Verdict({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('app/reference');
  if (outcome.state === 'idle') return null;
  if (outcome.state === 'lacking') return t('try.lacking', { names: outcome.names.join(', ') });
  if (outcome.state !== 'answered') return t(`try.${outcome.state}`);
  const { status, statusText, milliseconds } = outcome.answer;
  const colour =
    status < 300
      ? 'bg-positive-soft text-positive-ink'
      : status < 500
        ? 'bg-caution-soft text-caution-ink'
        : 'bg-danger-soft text-danger-ink';
  return (
    <>
      <span className={cn('rounded-sm px-1.5 py-0.5 font-mono font-semibold text-xs', colour)}>
        {status} {statusText}
      </span>{' '}
      <span className="text-muted">{milliseconds} ms</span>
    </>
  );
}

function BodyText({ text }: { text: string }) {
  const { t } = useTranslation(['app/reference', 'components']);
  return (
    <CodeBlock
      text={text}
      label={t('try.answer')}
      copyLabel={t('components:copy')}
      copiedLabel={t('components:copied')}
    >
      <JsonText text={text} />
    </CodeBlock>
  );
}
