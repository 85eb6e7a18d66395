import { useRouter } from '@tanstack/react-router';
import { Circle, CircleCheck } from 'lucide-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NotificationOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { RelativeTime } from '@/components/relative-time';
import { cn } from '@/lib/cn';
import { Avatar } from '@/ui/avatar';
import { IconButton } from '@/ui/icon-button';

type Props = {
  item: NotificationOut;
  /** It was opened, and is read from now on. */
  onOpen: (item: NotificationOut) => void;
  onToggle: (item: NotificationOut) => void;
};

/** One line of what there is to know; leads to where it happened. */
export function NotificationItem({ item, onOpen, onToggle }: Props) {
  const { t } = useTranslation('engage/notifications');
  const { timeZone } = usePlace();
  const router = useRouter();
  const { path, actor, sentence } = item;
  const unread = !item.read_at;
  const open = (event: MouseEvent) => {
    onOpen(item);
    // A new tab or window is the browser's business.
    if (!path || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    router.history.push(path);
  };
  const text = (
    <>
      <span className={cn('block break-words text-sm', unread && 'font-medium')}>
        {unread && <span className="sr-only">{t('isUnread')}: </span>}
        {sentence}
      </span>
      <RelativeTime at={item.created_at} timeZone={timeZone} className="text-muted text-xs" />
    </>
  );
  return (
    <li className="flex items-start gap-3 px-3 py-2.5 hover:bg-hover">
      <Avatar id={actor.id ?? actor.name} name={actor.name} size="sm" className="mt-0.5" />
      {path ? (
        <a href={path} onClick={open} className="min-w-0 flex-1">
          {text}
        </a>
      ) : (
        <div className="min-w-0 flex-1">{text}</div>
      )}
      <IconButton
        size="sm"
        icon={unread ? Circle : CircleCheck}
        label={t(unread ? 'readOf' : 'unreadOf', { what: sentence })}
        onClick={() => onToggle(item)}
        className={unread ? 'text-accent-ink' : 'text-muted'}
      />
    </li>
  );
}
