import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFields } from '@/api/catalogues';
import type { FormOut } from '@/api/gen/types.gen';
import { putAt, putBeside } from '@/lib/order';
import { notify } from '@/ui/toast/manager';
import { AddQuestion } from './add-question';
import { Preview } from './preview';
import { useSaveForm } from './queries';
import { QuestionRow } from './question-row';
import { asInput, identifies, type Question } from './questions';
import { type Texts, TextsEditor } from './texts-editor';

/** The questions in their order, each edited in its place, and beside them what a visitor sees. */
export default function BuildTab({ form, readOnly }: { form: FormOut; readOnly: boolean }) {
  const { t } = useTranslation('edge/forms');
  const fields = useQuery(allFields()).data ?? [];
  const save = useSaveForm(form.id);
  const [open, setOpen] = useState<string | null>(null);
  /** What is being typed, before it is saved: the preview follows at once. */
  const [texts, setTexts] = useState<Partial<Texts>>({});
  const [draft, setDraft] = useState<Question[] | null>(null);
  const questions = draft ?? form.fields;
  const shown = { ...form, ...texts, fields: questions };

  const commit = (next: Question[], undoable?: string) => {
    if (!identifies(next)) return notify({ title: t('build.anonymous'), tone: 'danger' });
    const before = form.fields;
    setDraft(null);
    if (JSON.stringify(next) === JSON.stringify(before)) return;
    save.mutate({ fields: asInput(next) });
    if (undoable) notify({ title: undoable, undo: () => save.mutate({ fields: asInput(before) }) });
  };
  const commitText = (part: Partial<Texts>) => {
    setTexts({});
    if (Object.entries(part).some(([name, text]) => form[name as keyof Texts] !== text)) save.mutate(part);
  };
  const inOrder = (keys: string[]) =>
    commit(keys.flatMap((key) => questions.find((question) => question.key === key) ?? []));
  const keys = questions.map(({ key }) => key);
  const change = (key: string, part: Partial<Question>) =>
    questions.map((question) => (question.key === key ? { ...question, ...part } : question));
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
      <div className="flex min-w-0 flex-col gap-6">
        <TextsEditor
          form={shown}
          readOnly={readOnly}
          onTyping={(part) => setTexts({ ...texts, ...part })}
          onSave={commitText}
        />
        <section aria-label={t('build.questions')}>
          <h2 className="pb-1 font-medium text-muted text-xs">{t('build.questions')}</h2>
          <ul className="divide-y border-y">
            {questions.map((question, index) => (
              <QuestionRow
                key={question.key}
                question={question}
                field={fields.find(({ id }) => id === question.field_id)}
                open={open === question.key}
                onOpen={() => setOpen(open === question.key ? null : question.key)}
                readOnly={readOnly}
                index={index}
                count={questions.length}
                onTyping={(part) => setDraft(change(question.key, part))}
                onChange={(part) => commit(change(question.key, part))}
                onRemove={() =>
                  commit(
                    questions.filter(({ key }) => key !== question.key),
                    t('build.removed'),
                  )
                }
                onDrop={(source, place) => place !== 'inside' && inOrder(putBeside(keys, source, question.key, place))}
                onMove={(to) => inOrder(putAt(keys, question.key, to))}
              />
            ))}
          </ul>
          {!readOnly && (
            <AddQuestion
              questions={questions}
              fields={fields}
              onAdd={(question) => {
                commit([...questions, question]);
                setOpen(question.key);
              }}
            />
          )}
        </section>
      </div>
      <Preview form={shown} fields={fields} />
    </div>
  );
}
