import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRelative, formatTime } from '@/lib/time';

let now = Date.now();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for every time on the page, ticking twice a minute while any is shown. */
function watch(changed: () => void): () => void {
  watchers.add(changed);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of watchers) each();
  }, 30_000);
  return () => {
    watchers.delete(changed);
    if (watchers.size) return;
    clearInterval(timer);
    timer = undefined;
  };
}

type Props = { at: string /** IANA name; absolute time is in this zone. */; timeZone?: string; className?: string };

/** "5 minutes ago"; the exact time on hover. */
export function RelativeTime({ at, timeZone, className }: Props) {
  const { i18n } = useTranslation();
  const language = i18n.resolvedLanguage;
  const clock = useSyncExternalStore(watch, () => now);
  return (
    <time dateTime={at} title={formatTime(at, { language, timeZone })} className={className}>
      {formatRelative(at, Math.max(clock, Date.parse(at) <= Date.now() ? Date.parse(at) : clock), language)}
    </time>
  );
}
