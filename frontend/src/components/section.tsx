import { ArrowDownUp, ChevronDown } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { useRemembered } from '@/lib/storage';
import { IconButton } from '@/ui/icon-button';
import { Menu } from '@/ui/menu';
import { usePlaced } from './section-order';
import { MoveItems } from './sort-row';
import { useSortable } from './use-sortable';

type Props = {
  /** Under which open or closed is remembered, e.g. `tools.tags`. */
  name: string;
  title: string;
  /** A number beside the title. */
  count?: number;
  /** Buttons at the end of the heading; they do not fold. */
  actions?: ReactNode;
  initiallyOpen?: boolean;
  className?: string;
  children: ReactNode;
};

/** A part of a panel that folds and stays folded for this person; in a `SectionOrder` it can be put elsewhere. */
export function Section({ name, title, count, actions, initiallyOpen = true, className, children }: Props) {
  const { t } = useTranslation('components');
  const id = useId();
  const [open, setOpen] = useRemembered(`section.${name}`, initiallyOpen);
  const placed = usePlaced();
  const frame = useRef<HTMLElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const { place, dragging } = useSortable(frame, {
    kind: placed?.kind ?? '',
    id: placed?.id ?? '',
    fixed: !placed,
    handle,
    onDrop: (source, where) => placed?.dropBeside(source, where),
  });
  return (
    <section
      ref={frame}
      aria-labelledby={id}
      className={cn(
        'group/section relative border-b',
        dragging && 'opacity-50',
        place === 'before' && 'before:absolute before:inset-x-0 before:-top-px before:h-0.5 before:bg-accent',
        place === 'after' && 'after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:bg-accent',
        className,
      )}
    >
      <div ref={handle} className="flex h-10 items-center gap-1 pe-2">
        <h2 id={id} className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="flex h-10 w-full items-center gap-2 ps-4 text-start font-medium text-sm focus-visible:-outline-offset-2"
          >
            <span className="truncate">{title}</span>
            {count !== undefined && <span className="font-normal text-muted text-xs tabular-nums">{count}</span>}
            <ChevronDown
              size={14}
              aria-hidden
              className={cn('text-muted transition-transform', !open && '-rotate-90 rtl:rotate-90')}
            />
          </button>
        </h2>
        {actions}
        {placed && (
          <Menu
            align="end"
            trigger={
              <IconButton
                size="sm"
                icon={ArrowDownUp}
                iconSize={14}
                label={t('sectionMenu', { name: title })}
                className="opacity-0 focus-visible:opacity-100 aria-expanded:opacity-100 group-hover/section:opacity-100 pointer-coarse:opacity-100"
              />
            }
          >
            <MoveItems index={placed.index} count={placed.count} onMove={placed.moveTo} />
          </Menu>
        )}
      </div>
      {open && <div className="px-4 pb-4">{children}</div>}
    </section>
  );
}
