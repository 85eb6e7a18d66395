import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { backdrop } from './floating';
import { IconButton } from './icon-button';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** Which edge it comes from. */
  side?: 'start' | 'end';
  /** Leaves the page beside it usable and visible (details sidebar); otherwise it is modal. */
  modal?: boolean;
  className?: string;
  actions?: ReactNode;
  children: ReactNode;
};

const sides = {
  start:
    'inset-y-0 start-0 border-e data-ending-style:-translate-x-full data-starting-style:-translate-x-full rtl:data-ending-style:translate-x-full rtl:data-starting-style:translate-x-full',
  end: 'inset-y-0 end-0 border-s data-ending-style:translate-x-full data-starting-style:translate-x-full rtl:data-ending-style:-translate-x-full rtl:data-starting-style:-translate-x-full',
};

/** A panel at the edge of the screen; Escape closes it and focus returns. */
export function Drawer({ open, onOpenChange, title, side = 'end', modal = true, className, actions, children }: Props) {
  const { t } = useTranslation('ui');
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} modal={modal} disablePointerDismissal={!modal}>
      <Base.Portal>
        {modal && <Base.Backdrop className={backdrop} />}
        <Base.Popup
          className={cn(
            'fixed z-50 flex w-[min(26rem,100vw)] flex-col bg-surface text-ink shadow-float outline-none transition-transform',
            sides[side],
            className,
          )}
        >
          <header className="flex min-h-12 shrink-0 items-center gap-1 border-b ps-4 pe-2">
            <Base.Title className="min-w-0 flex-1 truncate font-semibold text-base">{title}</Base.Title>
            {actions}
            <Base.Close render={<IconButton icon={X} label={t('close')} />} />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
