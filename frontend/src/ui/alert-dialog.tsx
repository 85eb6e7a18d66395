import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';
import { Button } from './button';
import { backdrop } from './floating';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: ReactNode;
  confirmLabel: string;
  cancelLabel: string;
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  onConfirm: () => void;
  /** Anything to read or fill in before confirming. */
  children?: ReactNode;
};

/** Asks before what cannot be undone; a click beside it does not close it. */
export function AlertDialog(props: Props) {
  const { open, onOpenChange, title, description, confirmLabel, cancelLabel, danger, busy, disabled, onConfirm } =
    props;
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup
          className={cn(
            'fixed inset-x-4 inset-y-0 z-50 m-auto flex h-fit max-h-[calc(100dvh-2rem)] flex-col gap-4 overflow-y-auto rounded-lg border bg-surface p-5 text-ink shadow-float outline-none transition-[scale,opacity] sm:w-[26rem]',
            'data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
          )}
        >
          <div>
            <Base.Title className="font-semibold text-lg">{title}</Base.Title>
            <Base.Description render={<div />} className="mt-1.5 text-muted text-sm">
              {description}
            </Base.Description>
          </div>
          {props.children}
          <div className="flex flex-wrap justify-end gap-2">
            <Base.Close render={<Button disabled={busy}>{cancelLabel}</Button>} />
            <Button variant={danger ? 'danger' : 'primary'} busy={busy} disabled={disabled} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
