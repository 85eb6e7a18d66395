import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { editCustomersMutation } from '@/api/gen/@tanstack/react-query.gen';
import { ProblemNotice } from '@/components/problem';
import { formatNumber } from '@/lib/format';
import type { BulkDialogProps } from '@/sockets/bulk';
import { countOf, type Selection } from '@/sockets/selection';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { type BulkAction, targetOf } from './model';

/** Starts an edit of the selection; throws what the client throws. */
export function useBulkEdit(selection: Selection, onStarted: BulkDialogProps['onStarted']) {
  const { mutateAsync, isPending, error } = useMutation({ ...editCustomersMutation(), meta: { inline: true } });
  const start = async (action: BulkAction) => {
    const { job_id } = await mutateAsync({ body: { selection: targetOf(selection), action } });
    onStarted(job_id, action);
  };
  return { start, busy: isPending, error };
}

/** "12 customers" */
export function useCountText() {
  const { t, i18n } = useTranslation('records/customers');
  return (count: number) => t('bulk.some', { count, formatted: formatNumber(count, i18n.resolvedLanguage) });
}

type Props = BulkDialogProps & {
  title: string;
  submitLabel: string;
  /** Null while something is still to be chosen. */
  action: BulkAction | null;
  children: ReactNode;
};

/** A dialog that asks how, says for how many, and starts. */
export function BulkForm({ selection, onStarted, onClose, title, submitLabel, action, children }: Props) {
  const { t } = useTranslation('records/customers');
  const countText = useCountText();
  const { start, busy, error } = useBulkEdit(selection, onStarted);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={countText(countOf(selection))}
      footer={
        <>
          <Button onClick={onClose}>{t('bulk.cancel')}</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={!action}
            onClick={() => action && void start(action).catch(() => undefined)}
          >
            {submitLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {error && <ProblemNotice error={error} />}
        {children}
      </div>
    </Dialog>
  );
}
