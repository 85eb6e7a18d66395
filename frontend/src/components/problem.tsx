import { CircleAlert, CloudOff, Lock, type LucideIcon, SearchX, ServerCrash, TimerReset, UserX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { asProblem, type Problem } from '@/lib/problem';
import { useOnline } from '@/lib/use-online';
import { Button, buttonLook } from '@/ui/button';
import { CopyButton } from './copy-button';

type Face =
  | 'offline'
  | 'unreachable'
  | 'signedOut'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'stale'
  | 'limited'
  | 'unavailable'
  | 'invalid'
  | 'unknown';

const icons: Record<Face, LucideIcon> = {
  offline: CloudOff,
  unreachable: CloudOff,
  signedOut: UserX,
  forbidden: Lock,
  notFound: SearchX,
  conflict: CircleAlert,
  stale: CircleAlert,
  limited: TimerReset,
  unavailable: TimerReset,
  invalid: CircleAlert,
  unknown: ServerCrash,
};

const byStatus: Record<number, Face> = {
  401: 'signedOut',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  410: 'notFound',
  412: 'stale',
  429: 'limited',
  503: 'unavailable',
};

function faceOf({ status, code }: Problem, online: boolean): Face {
  if (status === 0) return online ? 'unreachable' : 'offline';
  if (status === 401 && code !== 'unauthenticated') return 'invalid'; // a wrong password is no ended session
  return byStatus[status] ?? (status < 500 ? 'invalid' : 'unknown');
}

/** Title and sentence of a problem: the server's words where it said something for people, else ours. */
export function useProblemText(problem: Problem): { face: Face; title: string; text: string } {
  const { t } = useTranslation('components');
  const face = faceOf(problem, useOnline());
  const own = (part: 'title' | 'text') => t(`problem.${face}.${part}` as 'problem.unknown.title', { defaultValue: '' });
  const ours = ['offline', 'unreachable', 'signedOut', 'unavailable', 'unknown'].includes(face);
  const text = ours ? own('text') : problem.detail || own('text');
  const wait =
    face === 'limited' && problem.retryAfter ? ` ${t('problem.limited.wait', { count: problem.retryAfter })}` : '';
  return { face, title: ours ? own('title') : problem.title || own('title'), text: text + wait };
}

function RequestId({ id }: { id: string }) {
  const { t } = useTranslation('components');
  if (!id) return null;
  return (
    <p className="flex items-center gap-1 text-muted text-xs">
      <span className="font-mono">{t('problem.requestId', { id: id.slice(0, 12) })}</span>
      <CopyButton text={id} label={t('problem.copyRequestId')} />
    </p>
  );
}

/** What is missing for something that is refused, each with the place to mend it. */
export function UnmetList({ unmet }: { unmet: Problem['unmet'] }) {
  if (unmet.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {unmet.map(({ code, message, fix }) => (
        <li key={`${code} ${message}`} className="flex flex-wrap items-baseline gap-x-2">
          <span>{message}</span>
          {fix && (
            <a href={fix.href} className="font-medium text-accent-ink underline-offset-2 hover:underline">
              {fix.label}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

type NoticeProps = { error: unknown; retry?: () => void; className?: string };

/** A problem in its place: a panel, a form, a row. */
export function ProblemNotice({ error, retry, className }: NoticeProps) {
  const { t } = useTranslation('components');
  const problem = asProblem(error);
  const { face, title, text } = useProblemText(problem);
  const Icon = icons[face];
  return (
    <div
      role="alert"
      className={cn('flex items-start gap-2.5 rounded-md bg-danger-soft px-3 py-2.5 text-sm', className)}
    >
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-danger-ink" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-medium text-danger-ink">{title}</p>
        {text && text !== title && <p>{text}</p>}
        <UnmetList unmet={problem.unmet} />
        {problem.status >= 500 && <RequestId id={problem.requestId} />}
      </div>
      {retry && (
        <Button size="sm" onClick={retry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

/** A problem in place of a whole page or panel. */
export function ProblemPage({ error, retry, actions }: { error: unknown; retry?: () => void; actions?: ReactNode }) {
  const { t } = useTranslation('components');
  const problem = asProblem(error);
  const { face, title, text } = useProblemText(problem);
  const signIn = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  return (
    <Message icon={icons[face]} title={title} text={text}>
      <UnmetList unmet={problem.unmet} />
      <div className="flex flex-wrap gap-2">
        {face === 'signedOut' ? (
          <a href={signIn} className={buttonLook({ variant: 'primary' })}>
            {t('problem.signedOut.action')}
          </a>
        ) : (
          retry && (
            <Button variant="primary" onClick={retry}>
              {t('retry')}
            </Button>
          )
        )}
        {actions}
      </div>
      <RequestId id={problem.requestId} />
    </Message>
  );
}

/** The whole-page face of an address that does not exist. */
export function NotFound() {
  const { t } = useTranslation('components');
  return (
    <Message icon={SearchX} title={t('notFound.title')} text={t('notFound.text')}>
      <a href="/" className="font-medium text-accent-ink text-sm underline underline-offset-2">
        {t('notFound.home')}
      </a>
    </Message>
  );
}

/** The whole-page face of an unexpected failure in the browser. `detail` is shown as it is, for a report. */
export function PageFailed({ detail, retry }: { detail?: string; retry: () => void }) {
  const { t } = useTranslation('components');
  return (
    <Message icon={ServerCrash} title={t('failed.title')} text={t('failed.text')}>
      {detail && <p className="font-mono text-muted text-xs">{detail}</p>}
      <Button variant="primary" onClick={retry}>
        {t('failed.retry')}
      </Button>
    </Message>
  );
}

type MessageProps = { icon: LucideIcon; title: string; text: string; children: ReactNode };
function Message({ icon: Icon, title, text, children }: MessageProps) {
  return (
    <main
      id="content"
      tabIndex={-1}
      className="mx-auto flex w-full max-w-md flex-col items-start gap-3 px-gutter py-24 outline-none"
    >
      <Icon size={24} aria-hidden className="text-muted" />
      <h1 className="font-semibold text-xl">{title}</h1>
      <p className="text-muted">{text}</p>
      {children}
    </main>
  );
}
