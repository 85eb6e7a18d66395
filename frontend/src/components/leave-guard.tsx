import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AlertDialog } from '@/ui/alert-dialog';

/** Asks before the page is left with unsaved changes. Another tab of the same page is not leaving. `text`: what becomes of them. */
export function LeaveGuard({ dirty, text }: { dirty: boolean; text: string }) {
  const { t } = useTranslation('components');
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    disabled: !dirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && blocker.reset()}
      title={t('leave.title')}
      description={text}
      confirmLabel={t('leave.go')}
      cancelLabel={t('leave.stay')}
      onConfirm={blocker.proceed}
    />
  );
}
