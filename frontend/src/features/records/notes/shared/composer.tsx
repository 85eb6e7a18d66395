import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listMembersOptions } from '@/api/gen/@tanstack/react-query.gen';
import { useMay } from '@/api/session';
import { cn } from '@/lib/cn';
import { useDebounced } from '@/lib/use-debounced';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { fieldLook } from '@/ui/input';
import { openMention, putMention } from './mention';

type Props = {
  label: string;
  initial?: string;
  submitLabel: string;
  busy?: boolean;
  /** A changed number puts the cursor into it. */
  focus?: number;
  /** Lines to begin with; three without. */
  rows?: number;
  onSubmit: (body: string) => void;
  onCancel?: () => void;
};

/** Markdown with `@` for a member. Ctrl/Cmd-Enter saves. */
export function NoteComposer({ label, initial = '', submitLabel, busy, focus, rows = 3, onSubmit, onCancel }: Props) {
  const { t } = useTranslation(['records/notes', 'components']);
  const [text, setText] = useState(initial);
  const [cursor, setCursor] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(-1);
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const mayFind = useMay('members:read');
  const mention = mayFind ? openMention(text, cursor) : null;
  const q = useDebounced(mention?.typed ?? '', 100);
  const members = useQuery({
    ...listMembersOptions({ query: { q: q || undefined, state: ['active'], limit: 6 } }),
    enabled: mention !== null,
    placeholderData: keepPreviousData,
  });
  const offered = mention && mention.from !== dismissed ? (members.data?.items ?? []) : [];
  const chosen = Math.min(active, offered.length - 1);
  useEffect(() => {
    if (focus) area.current?.focus();
  }, [focus]);

  const submit = () => {
    if (!text.trim() || busy) return;
    onSubmit(text.trim());
    if (!initial) setText('');
  };
  const pick = (at: number) => {
    const member = offered[at];
    if (!mention || !member) return;
    const put = putMention(text, mention, member);
    setText(put.text);
    setCursor(put.cursor);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(put.cursor, put.cursor);
    });
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return submit();
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (offered.length && mention) setDismissed(mention.from);
      else onCancel ? onCancel() : area.current?.blur();
      return;
    }
    if (!offered.length) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      setActive((chosen + by + offered.length) % offered.length);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      pick(chosen);
    }
  };
  return (
    <div className="relative flex flex-col gap-2">
      <textarea
        ref={area}
        aria-label={label}
        aria-haspopup="listbox"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={offered.length ? `${listId}-${chosen}` : undefined}
        placeholder={t('placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setCursor(event.target.selectionStart);
          setActive(0);
        }}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
        onKeyDown={press}
        rows={rows}
        className={cn(fieldLook, 'field-sizing-content max-h-96 resize-y px-2.5 py-1.5', rows > 1 && 'min-h-20')}
      />
      <div
        id={listId}
        role="listbox"
        aria-label={t('members')}
        hidden={!offered.length}
        className="absolute inset-x-0 top-full z-20 -mt-10 max-w-80 rounded-lg border bg-surface p-1 shadow-float"
      >
        {offered.map(({ id, name, avatar_url }, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text area
          <div
            key={id}
            id={`${listId}-${at}`}
            role="option"
            aria-selected={at === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(at)}
            className="flex min-h-row items-center gap-2 rounded-md px-2 text-sm aria-selected:bg-hover"
          >
            <Avatar id={id} name={name} src={avatar_url} size="xs" />
            {name}
          </div>
        ))}
      </div>
      <div className="flex items-center justify-end gap-2">
        <span className="me-auto text-muted text-xs max-sm:hidden">{t('hint')}</span>
        {onCancel && <Button onClick={onCancel}>{t('components:cancel')}</Button>}
        <Button variant="primary" busy={busy} disabled={!text.trim()} onClick={submit}>
          {submitLabel}
        </Button>
      </div>
    </div>
  );
}
