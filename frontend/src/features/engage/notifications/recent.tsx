import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CheckCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { listNotificationsOptions } from '@/api/gen/@tanstack/react-query.gen';
import { EmptyState } from '@/components/empty-state';
import { ProblemNotice } from '@/components/problem';
import { IconButton } from '@/ui/icon-button';
import { SkeletonLines } from '@/ui/skeleton';
import { NotificationItem } from './item';
import { useMarks } from './queries';

/** What the bell opens: the latest, and the way to all. */
export default function Recent({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('engage/notifications');
  const { data, error, refetch } = useQuery(listNotificationsOptions({ query: { limit: 10 } }));
  const { read, toggle, readAll, busy } = useMarks();
  const items = data?.items ?? [];
  return (
    <div className="flex flex-col">
      <div className="flex min-h-11 items-center gap-2 border-b ps-3 pe-1.5">
        <h2 className="flex-1 font-semibold text-base">{t('title')}</h2>
        {items.some(({ read_at }) => !read_at) && (
          <IconButton icon={CheckCheck} label={t('readAll')} disabled={busy} onClick={() => readAll(items[0])} />
        )}
      </div>
      {error && (
        <div className="p-3">
          <ProblemNotice error={error} retry={() => void refetch()} />
        </div>
      )}
      {!data && !error && (
        <div className="p-3">
          <SkeletonLines lines={4} />
        </div>
      )}
      {data && items.length === 0 && <EmptyState title={t('first.title')} text={t('first.text')} className="py-6" />}
      <ul className="divide-y empty:hidden">
        {items.map((item) => (
          <NotificationItem
            key={item.id}
            item={item}
            onToggle={toggle}
            onOpen={(opened) => {
              read(opened);
              onClose();
            }}
          />
        ))}
      </ul>
      <Link
        to="/notifications"
        onClick={onClose}
        className="border-t px-3 py-2.5 text-center text-accent-ink text-sm hover:bg-hover"
      >
        {t('all')}
      </Link>
    </div>
  );
}
