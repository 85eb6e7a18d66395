/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FormReceipt } from '@/api/gen/types.gen';
import { answersOf, type Drafts, draftsOf, unanswered } from './answers';
import { type FormSource, type Refusal, type ShownForm, sendAnswers } from './api';
import { questionOf, sentenceOf } from './findings';
import { controlId, Question } from './question';
import { fill, words, wrongAnswers } from './words';

/** A form: its questions, what is wrong with the answers, and thanks. */
export function FormPage({ source }: { source: FormSource }) {
  const [form, setForm] = useState<ShownForm | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [receipt, setReceipt] = useState<FormReceipt | null>(null);
  const load = () => {
    setRefusal(null);
    source.read().then((read) => {
      document.title = read.title;
      setForm(read);
    }, setRefusal);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once
  useEffect(load, []);
  const done = (received: FormReceipt) => {
    setReceipt(received);
    source.sent(received);
  };
  const again = () => {
    setReceipt(null);
    setForm(null);
    load();
  };
  return (
    <main class="sheet">
      {form && (
        <header class="head">
          <h1>{form.title}</h1>
          {form.description && <p class="prose">{form.description}</p>}
        </header>
      )}
      {receipt ? (
        <Done receipt={receipt} again={again} />
      ) : form ? (
        <Questions source={source} form={form} onDone={done} />
      ) : refusal ? (
        <Unavailable source={source} refusal={refusal} retry={load} />
      ) : (
        <p role="status">{words.loading}</p>
      )}
      {form && <p class="foot">{fill(words.by, { name: form.workspace_name })}</p>}
    </main>
  );
}

type UnavailableProps = { source: FormSource; refusal: Refusal; retry: () => void };
function Unavailable({ source, refusal, retry }: UnavailableProps) {
  const { closed, missing } = words.problem;
  const own = source.sentence?.(refusal);
  const final = own ?? (refusal.status === 410 ? closed : [404, 422].includes(refusal.status) ? missing : null);
  return (
    <>
      <h1>{final ?? problemText(refusal, source)}</h1>
      {!final && (
        <button type="button" class="send" onClick={retry}>
          {words.retry}
        </button>
      )}
    </>
  );
}

function problemText(refusal: Refusal, source: FormSource): string {
  const { problem } = words;
  const { status, code, errors, wait } = refusal;
  const own = source.sentence?.(refusal);
  if (own) return own;
  if (status === 0) return problem.offline;
  if (status === 410) return problem.closed;
  if (status === 429) return fill(problem.limited, { count: wait });
  if (code === 'already-submitted') return problem.sent;
  if (errors.some((error) => error.code === 'empty')) return problem.empty;
  return errors.some((error) => error.code === 'anonymous') ? problem.anonymous : problem.failed;
}

function Done({ receipt: { thank_you, redirect_url }, again }: { receipt: FormReceipt; again: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} class="done" role="status" tabIndex={-1}>
      <p class="prose">{thank_you || words.thankYou}</p>
      {redirect_url ? (
        <a class="link" href={redirect_url} target="_top" rel="noreferrer">
          {words.go}
        </a>
      ) : (
        <button type="button" class="link" onClick={again}>
          {words.again}
        </button>
      )}
    </div>
  );
}

type QuestionsProps = { source: FormSource; form: ShownForm; onDone: (receipt: FormReceipt) => void };
function Questions({ source, form, onDone }: QuestionsProps) {
  const [drafts, setDrafts] = useState<Drafts>(() => draftsOf(form.fields, form.values ?? {}));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const trap = useRef<HTMLInputElement>(null);

  const show = (found: Record<string, string>) => {
    setWrong(found);
    const first = form.fields.find(({ key }) => found[key]);
    setProblem(first ? wrongAnswers(Object.keys(found).length) : '');
    if (first) document.getElementById(controlId(first.key))?.focus();
  };
  const refused = (refusal: Refusal) => {
    const found: Record<string, string> = {};
    for (const error of refusal.errors) {
      const field = form.fields.find(({ key }) => key === questionOf(error.pointer));
      if (field) found[field.key] ??= sentenceOf(field, error);
    }
    show(found);
    if (Object.keys(found).length === 0) setProblem(problemText(refusal, source));
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const missing = unanswered(form.fields, drafts);
    if (missing.length) {
      const tick = (key: string) =>
        ['consent', 'checkbox'].includes(form.fields.find((field) => field.key === key)?.type ?? '');
      return show(Object.fromEntries(missing.map((key) => [key, tick(key) ? words.error.tick : words.error.required])));
    }
    setBusy(true);
    setProblem('');
    // Of a known customer, a box that nobody touched may be ticked already.
    const asked = form.values
      ? form.fields.filter(({ key, type }) => type !== 'checkbox' || key in drafts)
      : form.fields;
    const answers = { token: form.token, values: answersOf(asked, drafts), trap: trap.current?.value ?? '' };
    await sendAnswers(source, answers).then(onDone, refused);
    setBusy(false);
  };
  return (
    <form class="questions" noValidate onSubmit={(event) => void submit(event)}>
      {form.fields.map((field) => (
        <Question
          key={field.key}
          field={field}
          draft={drafts[field.key]}
          error={wrong[field.key]}
          onDraft={(draft) => {
            setDrafts({ ...drafts, [field.key]: draft });
            setWrong({ ...wrong, [field.key]: '' });
          }}
        />
      ))}
      <div class="trap" aria-hidden="true">
        <label>
          {words.trap}
          <input ref={trap} name="website" tabIndex={-1} autoComplete="off" />
        </label>
      </div>
      {problem && (
        <p role="alert" class="notice">
          {problem}
        </p>
      )}
      <button type="submit" class="send" aria-busy={busy}>
        {busy ? words.sending : form.submit_label || words.send}
      </button>
    </form>
  );
}
