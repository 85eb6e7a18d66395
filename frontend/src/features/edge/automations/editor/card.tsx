import type { LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef } from 'react';
import { cn } from '@/lib/cn';
import { Errors } from './errors';
import type { Located } from './pointers';

type Props = {
  icon: LucideIcon;
  /** What it does, as a sentence. */
  title: string;
  /** What people call it, or what kind it is. */
  note?: string;
  open: boolean;
  onOpen: () => void;
  /** Closes and keeps what was typed. */
  onClose: () => void;
  /** Closes and takes it back. */
  onRevert: () => void;
  errors: readonly Located[];
  /** At the end of its line: the menu. */
  actions?: ReactNode;
  /** Dragging takes hold of this. */
  headRef?: RefObject<HTMLDivElement | null>;
  headClassName?: string;
  onHeadKey?: (event: KeyboardEvent) => void;
  editable: boolean;
  children: ReactNode;
};

/** Controls that use Enter themselves. */
const OWN_ENTER = 'textarea,button,select,[role=combobox],[role=option],a';

/** One line of the flow: reads as a sentence; a click or Enter opens it in place, Enter keeps, Escape takes back. */
export function Card(props: Props) {
  const { icon: Icon, title, note, open, onOpen, onClose, onRevert, errors, actions, headRef, editable } = props;
  const panel = useId();
  const head = useRef<HTMLButtonElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(open);
  useEffect(() => {
    if (open && !wasOpen.current) body.current?.querySelector<HTMLElement>('input,textarea,[role=combobox]')?.focus();
    wasOpen.current = open;
  }, [open]);
  const leave = (how: () => void) => {
    how();
    head.current?.focus();
  };
  /** Before the control hears of it: a closed combobox would clear itself. An open list closes first. */
  const onEscape = (event: KeyboardEvent<HTMLDivElement>) => {
    const { target } = event;
    if (event.key !== 'Escape' || !(target instanceof Element) || !body.current?.contains(target)) return;
    if (target.getAttribute('aria-expanded') === 'true') return;
    event.preventDefault();
    event.stopPropagation();
    leave(onRevert);
  };
  const onEnter = (event: KeyboardEvent<HTMLDivElement>) => {
    const { target } = event;
    if (event.key !== 'Enter' || event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (!(target instanceof Element) || !body.current?.contains(target) || target.closest(OWN_ENTER)) return;
    event.preventDefault();
    leave(onClose);
  };
  return (
    <div
      className={cn(
        'min-w-0 rounded-lg border bg-surface',
        open && 'border-line-strong',
        errors.length > 0 && 'border-danger',
      )}
    >
      <div ref={headRef} className={cn('relative flex items-start gap-1 rounded-lg pe-1.5', props.headClassName)}>
        <button
          ref={head}
          type="button"
          aria-expanded={open}
          aria-controls={panel}
          disabled={!editable}
          onClick={() => (open ? onClose() : onOpen())}
          onKeyDown={props.onHeadKey}
          className="flex min-h-11 min-w-0 flex-1 items-start gap-2.5 rounded-lg px-3 py-2.5 text-start text-sm enabled:hover:bg-hover"
        >
          <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
          <span className="min-w-0 flex-1">
            <span className="block break-words font-medium">{title}</span>
            {note && <span className="block truncate text-muted text-xs">{note}</span>}
          </span>
        </button>
        {actions && <span className="flex shrink-0 items-center py-1.5">{actions}</span>}
      </div>
      {!open && <Errors errors={errors} className="px-3 pb-2.5 ps-9.5" />}
      <div
        role="group"
        aria-label={title}
        id={panel}
        ref={body}
        hidden={!open}
        onKeyDownCapture={onEscape}
        onKeyDown={onEnter}
        className="border-t px-3 py-4 sm:px-4"
      >
        {open && props.children}
      </div>
    </div>
  );
}
