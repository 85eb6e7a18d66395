import { Play, Square } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { CodeBlock } from '@/ui/code-block';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { AnswerView, type Outcome } from './answer-view';
import type { Contract, Operation } from './contract';
import { EntryFields } from './entry-fields';
import { bodyKind, type Entry, missing, type Prepared, prepare } from './request';
import { mediaExample } from './schema';
import { send } from './send';
import { languagesOfSnippets, type SnippetLanguage, snippet } from './snippets';

type Props = { contract: Contract; operation: Operation; apiKey: string; onApiKey: (key: string) => void };

/** The request as code, and a form that sends it to this installation. */
export function TryIt({ contract, operation, apiKey, onApiKey }: Props) {
  const { t } = useTranslation(['app/reference', 'components']);
  const [entry, setEntry] = useState(() => firstEntry(contract, operation));
  const [language, setLanguage] = useState<SnippetLanguage>('curl');
  const [outcome, setOutcome] = useState<Outcome>({ state: 'idle' });
  const running = useRef<AbortController>(null);
  const keyId = useId();
  const prepared = attempt(contract, operation, entry);
  const lacking = missing(contract, operation, entry);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (lacking.length > 0) return setOutcome({ state: 'lacking', names: lacking });
    if (!prepared) return setOutcome({ state: 'malformed' });
    const control = new AbortController();
    running.current = control;
    setOutcome({ state: 'running', text: '' });
    try {
      const grow = (text: string) => setOutcome({ state: 'running', text });
      setOutcome({ state: 'answered', answer: await send(prepared, apiKey.trim(), control.signal, grow) });
    } catch {
      setOutcome({ state: control.signal.aborted ? 'cancelled' : 'unreachable' });
    }
  }

  const shown = prepared ?? { method: operation.method, url: operation.path, headers: {} };
  return (
    <section aria-label={t('try.title')} className="grid gap-5 *:min-w-0">
      <CodeBlock
        text={snippet(language, shown, location.origin, !operation.open)}
        label={t('try.request')}
        actions={<SnippetLanguageSelect value={language} onChange={setLanguage} />}
        copyLabel={t('components:copy')}
        copiedLabel={t('components:copied')}
      />
      <form onSubmit={(event) => void submit(event)} className="grid gap-3 rounded-lg border bg-surface p-4 *:min-w-0">
        <div>
          <h2 className="font-semibold text-lg">{t('try.title')}</h2>
          <p className="text-muted text-sm">{t('try.real')}</p>
        </div>
        {!operation.open && (
          <label htmlFor={keyId} className="grid gap-1 text-sm">
            <span className="font-medium">{t('try.key')}</span>
            <Input
              id={keyId}
              type="password"
              autoComplete="off"
              placeholder="atr_live_…"
              value={apiKey}
              onChange={(event) => onApiKey(event.target.value)}
            />
            <span className="text-muted text-xs">{t('try.keyHint')}</span>
          </label>
        )}
        <EntryFields contract={contract} operation={operation} entry={entry} onChange={setEntry} />
        <div className="flex gap-2">
          <Button type="submit" variant="primary" disabled={outcome.state === 'running'}>
            <Play size={14} aria-hidden />
            {t('try.send')}
          </Button>
          {outcome.state === 'running' && (
            <Button onClick={() => running.current?.abort()}>
              <Square size={14} aria-hidden />
              {t('try.cancel')}
            </Button>
          )}
        </div>
        <AnswerView outcome={outcome} />
      </form>
    </section>
  );
}

function SnippetLanguageSelect({
  value,
  onChange,
}: {
  value: SnippetLanguage;
  onChange: (next: SnippetLanguage) => void;
}) {
  const { t } = useTranslation('app/reference');
  return (
    <NativeSelect
      aria-label={t('try.language')}
      value={value}
      onChange={(event) => onChange(event.target.value as SnippetLanguage)}
      className="h-7 w-auto border-transparent bg-transparent text-xs"
    >
      {languagesOfSnippets.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </NativeSelect>
  );
}

/** The form starts with what the contract asks for at least, and a fresh key where a repeat must not act twice. */
function firstEntry(contract: Contract, operation: Operation): Entry {
  const media = Object.entries(operation.body?.content ?? {}).find(([type]) => type.includes('json'))?.[1];
  const json =
    bodyKind(operation) === 'json' && media ? JSON.stringify(mediaExample(contract, media, 'required'), null, 2) : '';
  const once = operation.parameters.find(({ name, required }) => required && name.toLowerCase() === 'idempotency-key');
  const values: Record<string, string> = once ? { [`header:${once.name}`]: randomKey() } : {};
  return { values, json, form: {} };
}

/** `crypto.randomUUID` is missing over plain http on a network address. */
const randomKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function attempt(contract: Contract, operation: Operation, entry: Entry): Prepared | null {
  try {
    return prepare(contract, operation, entry);
  } catch {
    return null; // a JSON value is not JSON yet
  }
}
