import { Pencil } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';

export type EditorProps<T> = {
  value: T;
  onChange: (value: T) => void;
  /** Saves what is given (or the present value) and ends: for editors that choose, like a select. */
  onCommit: (value?: T) => void;
  onCancel: () => void;
  label: string;
};

type Props<T> = {
  label: string;
  value: T;
  /** How it reads when nobody edits; empty values get a quiet "Add". */
  children?: ReactNode;
  empty?: boolean;
  /** Saves; must not wait for the network to show the new value. */
  onSave: (value: T) => void;
  /** A sentence when the value cannot be saved; then editing goes on. */
  check?: (value: T) => string | undefined;
  /** What the server said about the last save. */
  error?: string;
  readOnly?: boolean;
  equal?: (a: T, b: T) => boolean;
  /** Inputs of its own; a text input without. Enter and Escape are seen by the frame. */
  editor?: (props: EditorProps<T>) => ReactNode;
  /** Enter makes a line, Ctrl/Cmd-Enter saves. */
  multiline?: boolean;
  className?: string;
};

/**
 * Read first, edit in place: a pen on hover and focus; Enter or a click edits without a jump; Enter or blur saves, Escape
 * reverts; the focus returns. Blur into a popup of the editor (a select, a calendar) does not end it.
 */
export function InlineEdit<T>(props: Props<T>) {
  const { label, value, children, empty, onSave, check, error, readOnly, equal = Object.is, editor, multiline } = props;
  const { t } = useTranslation('components');
  const [draft, setDraft] = useState<{ value: T } | null>(null);
  const [wrong, setWrong] = useState<string>();
  const face = useRef<HTMLButtonElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const returning = useRef(false);

  useEffect(() => {
    if (draft || !returning.current) return;
    returning.current = false;
    face.current?.focus();
  }, [draft]);

  const end = (focus: boolean) => {
    returning.current = focus;
    setWrong(undefined);
    setDraft(null);
  };
  const commit = (focus: boolean, given?: T) => {
    if (!draft) return;
    const next = given === undefined ? draft.value : given;
    if (equal(next, value)) return end(focus);
    const complaint = check?.(next);
    if (complaint) return setWrong(complaint);
    onSave(next);
    end(focus);
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      end(true);
    } else if (event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      commit(true);
    }
  };

  if (readOnly)
    return (
      <span className={cn('block px-1.5 py-1 text-sm', props.className)}>
        {empty ? '–' : (children ?? String(value))}
      </span>
    );
  if (draft) {
    const editing: EditorProps<T> = {
      value: draft.value,
      onChange: (next) => setDraft({ value: next }),
      onCommit: (next) => commit(true, next),
      onCancel: () => end(true),
      label,
    };
    return (
      <div
        ref={frame}
        role="group"
        aria-label={label}
        onKeyDown={press}
        onBlur={(event) => {
          const into = event.relatedTarget as Node | null;
          if (frame.current?.contains(into) || (into instanceof Element && into.closest('[data-base-ui-portal]')))
            return;
          commit(false);
        }}
        className={props.className}
      >
        {editor ? (
          editor(editing)
        ) : (
          <TextEditor {...(editing as EditorProps<unknown>)} multiline={multiline} invalid={!!wrong} />
        )}
        {wrong && (
          <p role="alert" className="px-1.5 pt-1 text-danger-ink text-xs">
            {wrong}
          </p>
        )}
      </div>
    );
  }
  return (
    <div className={props.className}>
      <button
        ref={face}
        type="button"
        onClick={() => setDraft({ value })}
        className="group/edit -mx-px flex min-h-row w-full items-center gap-1.5 rounded-md border border-transparent px-1.5 py-1 text-start text-sm hover:bg-hover"
      >
        <span className="sr-only">{t('edit', { name: label })}</span>
        <span className={cn('min-w-0 flex-1', empty && 'text-muted')}>
          {empty ? t('empty') : (children ?? String(value))}
        </span>
        <Pencil
          size={14}
          aria-hidden
          className="shrink-0 text-muted opacity-0 group-hover/edit:opacity-100 group-focus-visible/edit:opacity-100"
        />
      </button>
      {error && (
        <p role="alert" className="px-1.5 text-danger-ink text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

type TextProps = EditorProps<unknown> & { multiline?: boolean; invalid: boolean };
function TextEditor({ value, onChange, label, multiline, invalid }: TextProps) {
  const look =
    'block w-full rounded-md border border-accent bg-surface px-1.5 py-1 text-sm outline-none ring-1 ring-accent aria-invalid:border-danger aria-invalid:ring-danger';
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const shared = {
    ref: field,
    'aria-label': label,
    'aria-invalid': invalid || undefined,
    value: String(value ?? ''),
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return multiline ? (
    <textarea {...shared} rows={3} className={cn(look, 'field-sizing-content max-h-96')} />
  ) : (
    <input {...shared} className={cn(look, 'min-h-row')} />
  );
}
