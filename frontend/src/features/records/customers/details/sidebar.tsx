import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '@/components/problem';
import { useOverview } from '@/features/records/overview/shared/queries';
import { WriteConflict } from '@/features/records/overview/shared/write-conflict';
import { useCustomerWriter } from '@/features/records/overview/shared/writes';
import { NARROW, useMedia } from '@/lib/use-media';
import { Drawer } from '@/ui/drawer';
import { IconButton } from '@/ui/icon-button';
import { Loading, Skeleton } from '@/ui/skeleton';
import { DetailsContent } from './content';

type Props = {
  customerId: string;
  onClose: () => void;
  /** Opens the Manage dialog over the list. */
  onManage: () => void;
};

/** Who the chosen row is, beside the list; a drawer where there is no room (C3). Load it lazily. */
export default function CustomerDetails({ customerId, onClose, onManage }: Props) {
  const { t } = useTranslation('records/customers');
  const narrow = useMedia(NARROW);
  const overview = useOverview(customerId);
  const { save, conflict, endConflict } = useCustomerWriter(customerId);
  const content = overview.data ? (
    <DetailsContent overview={overview.data} ready={!overview.isPlaceholderData} save={save} onManage={onManage} />
  ) : overview.isError ? (
    <ProblemNotice error={overview.error} retry={() => void overview.refetch()} className="m-4" />
  ) : (
    <DetailsSkeleton />
  );
  return (
    <>
      {narrow ? (
        <Drawer open onOpenChange={(open) => !open && onClose()} title={t('details.title')}>
          {content}
        </Drawer>
      ) : (
        <aside
          aria-label={t('details.title')}
          onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
          className="flex w-panel-right shrink-0 flex-col overflow-y-auto border-s bg-surface [scrollbar-width:thin]"
        >
          <div className="flex h-12 shrink-0 items-center border-b ps-4 pe-2">
            <h2 className="flex-1 font-semibold text-base">{t('details.title')}</h2>
            <IconButton icon={X} label={t('details.close')} onClick={onClose} />
          </div>
          {content}
        </aside>
      )}
      <WriteConflict conflict={conflict} endConflict={endConflict} />
    </>
  );
}

const DetailsSkeleton = () => (
  <Loading className="flex flex-col gap-4 p-4">
    <span className="flex items-center gap-3">
      <Skeleton className="size-10 rounded-full" />
      <Skeleton className="h-5 w-40" />
    </span>
    {['a', 'b', 'c', 'd'].map((row) => (
      <Skeleton key={row} className="w-56" />
    ))}
  </Loading>
);
