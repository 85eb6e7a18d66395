import { useQuery } from '@tanstack/react-query';
import { Bell as BellIcon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Popover } from '@/ui/popover';
import { SkeletonLines } from '@/ui/skeleton';
import { countQuery } from './queries';

const Recent = lazy(() => import('./recent'));
const MOST = 99;

/** How much is new; opened, the latest. `look` is that of its neighbours in the rail. */
export function Bell({ look }: { look: string }) {
  const { t } = useTranslation('engage/notifications');
  const { data } = useQuery(countQuery);
  const [open, setOpen] = useState(false);
  const unread = data?.unread ?? 0;
  const label = unread ? t('bell.one', { count: unread }) : t('bell.none');
  return (
    <Popover
      title={t('title')}
      side="inline-end"
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-96 p-0"
      trigger={
        <button type="button" aria-label={label} data-tooltip={label} data-tooltip-side="inline-end" className={look}>
          <span className="relative">
            <BellIcon size={18} aria-hidden />
            {unread > 0 && (
              <span
                aria-hidden
                className="absolute -end-2 -top-1.5 min-w-4 rounded-full bg-accent px-1 text-center font-medium text-[0.625rem] text-on-accent leading-4 tabular-nums"
              >
                {unread > MOST ? t('bell.shownMany') : t('bell.shown', { count: unread })}
              </span>
            )}
          </span>
          <span aria-hidden className="md:hidden">
            {t('bell.short')}
          </span>
        </button>
      }
    >
      <Suspense fallback={<SkeletonLines lines={4} />}>
        <Recent onClose={() => setOpen(false)} />
      </Suspense>
    </Popover>
  );
}
