import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { backdrop } from './floating';
import { IconButton } from './icon-button';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  size?: 'sm' | 'md' | 'lg' | 'xl';
  /** Buttons at the bottom, the primary one last. */
  footer?: ReactNode;
  /** No padding around the content (tabs, lists). */
  flush?: boolean;
  initialFocus?: ComponentProps<typeof Base.Popup>['initialFocus'];
  children?: ReactNode;
};

const widths = { sm: 'sm:w-96', md: 'sm:w-[32rem]', lg: 'sm:w-[48rem]', xl: 'sm:w-[72rem]' };

/** A dialog over the page: focus is kept inside and returns to where it was. The whole screen on a phone. Load it lazily. */
export function Dialog(props: Props) {
  const { open, onOpenChange, title, description, size = 'md', footer, flush, initialFocus, children } = props;
  const { t } = useTranslation('ui');
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup
          initialFocus={initialFocus}
          className={cn(
            'fixed z-50 flex flex-col bg-surface text-ink shadow-float outline-none transition-[scale,opacity] data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
            'inset-0 m-auto w-full sm:h-fit sm:max-h-[calc(100dvh-4rem)] sm:max-w-[calc(100vw-3rem)] sm:rounded-lg sm:border',
            widths[size],
          )}
        >
          <header className="flex shrink-0 items-start gap-2 ps-5 pe-3 pt-3 pb-1">
            <div className="min-w-0 flex-1 pt-1">
              <Base.Title className="font-semibold text-lg leading-6">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-muted text-sm">{description}</Base.Description>}
            </div>
            <Base.Close render={<IconButton icon={X} label={t('close')} />} />
          </header>
          {children !== undefined && (
            <div className={cn('min-h-0 flex-1 overflow-y-auto overscroll-contain', !flush && 'px-5 pt-3 pb-5')}>
              {children}
            </div>
          )}
          {footer && (
            <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t px-5 py-3">
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
