import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell, CheckCheck, Settings2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { listNotificationsInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { Segmented } from '@/ui/segmented';
import { SkeletonLines } from '@/ui/skeleton';
import { NotificationItem } from './item';
import { useMarks } from './queries';

type Props = { unread: boolean; onUnread: (unread: boolean) => void };

/** Everything the person was told, newest first; the address says whether only what is unread. */
export function NotificationsPage({ unread, onUnread }: Props) {
  const { t } = useTranslation('engage/notifications');
  const list = useInfiniteQuery({
    ...listNotificationsInfiniteOptions({ query: { limit: 50, unread } }),
    initialPageParam: {} as never,
    getNextPageParam: (page) => page.next_cursor,
  });
  const { read, toggle, readAll, busy } = useMarks();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('title')} width="narrow">
      <PageHeader
        title={t('title')}
        actions={
          <>
            <Link
              to="/account"
              hash="notifications"
              className="inline-flex h-control items-center gap-1.5 px-2 text-muted text-sm hover:text-ink"
            >
              <Settings2 size={16} aria-hidden />
              {t('settings')}
            </Link>
            {items.some(({ read_at }) => !read_at) && (
              <Button busy={busy} onClick={() => readAll(items[0])}>
                <CheckCheck size={16} aria-hidden />
                {t('readAll')}
              </Button>
            )}
          </>
        }
      />
      <div className="py-2">
        <Segmented
          label={t('filter')}
          value={unread ? 'unread' : 'all'}
          onValueChange={(value) => onUnread(value === 'unread')}
          items={[
            { value: 'all', label: t('everything') },
            { value: 'unread', label: t('unread') },
          ]}
        />
      </div>
      {list.isPending && <SkeletonLines lines={8} />}
      {list.error && <ProblemNotice error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 && (
        <EmptyState
          kind={unread ? 'match' : 'first'}
          icon={unread ? CheckCheck : Bell}
          title={t(unread ? 'noMatch.title' : 'first.title')}
          text={unread ? undefined : t('first.text')}
          actions={unread && <Button onClick={() => onUnread(false)}>{t('noMatch.action')}</Button>}
        />
      )}
      <ul className="divide-y border-y empty:hidden">
        {items.map((item) => (
          <NotificationItem key={item.id} item={item} onOpen={read} onToggle={toggle} />
        ))}
      </ul>
      <MoreButton of={list} className="mt-3">
        {t('more')}
      </MoreButton>
    </Page>
  );
}
