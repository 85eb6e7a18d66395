/** @jsxImportSource preact */
import type { PublicField } from '@/api/gen/types.gen';
import type { Draft } from './answers';
import { Control } from './control';
import { words } from './words';

type Props = {
  field: PublicField;
  draft: Draft | undefined;
  error: string | undefined;
  onDraft: (draft: Draft) => void;
};

export const controlId = (key: string): string => `q-${key}`;

/** One question with its hint and what is wrong with its answer. */
export function Question({ field, draft, error, onDraft }: Props) {
  const id = controlId(field.key);
  const hintId = field.help ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined;
  const label = field.label ?? (field.property ? words.property[field.property] : '');
  const optional = !field.required && <span class="optional">{words.optional}</span>;
  const notes = (
    <>
      {field.help && (
        <p id={hintId} class="hint">
          {field.help}
        </p>
      )}
      {error && (
        <p id={errorId} class="wrong">
          <span aria-hidden="true">⚠</span>
          {error}
        </p>
      )}
    </>
  );
  const control = <Control {...{ field, id, draft, describedBy, invalid: !!error, onDraft }} />;
  if (field.type === 'checkbox' || field.type === 'consent') {
    return (
      <div class="question">
        <label class="tick" for={id}>
          <input
            id={id}
            type="checkbox"
            checked={draft === true}
            aria-describedby={describedBy}
            aria-invalid={!!error}
            aria-required={field.required}
            onChange={(event) => onDraft(event.currentTarget.checked)}
          />
          <span>
            <span class="prose">{field.type === 'consent' ? field.consent_text : label}</span>
            {optional}
          </span>
        </label>
        {notes}
      </div>
    );
  }
  if (field.type === 'multi_select' || field.type === 'address') {
    return (
      <fieldset class="question" id={id} tabIndex={-1} aria-describedby={describedBy}>
        <legend>
          {label}
          {optional}
        </legend>
        {control}
        {notes}
      </fieldset>
    );
  }
  return (
    <div class="question">
      <label for={id}>
        {label}
        {optional}
      </label>
      {control}
      {notes}
    </div>
  );
}
