import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import { Avatar } from '@/ui/avatar';
import { deferred, useDeferredTrigger } from '@/ui/deferred';

const items = deferred(() => import('./account-items'));

/** Everything about the person who is signed in; fetched when the pointer or the focus comes near. */
export function AccountMenu({ onShortcuts, className }: { onShortcuts: () => void; className?: string }) {
  const { t } = useTranslation('app/shell');
  const { member } = useMe();
  const trigger = (
    <button type="button" aria-label={t('account.label', { name: member.name })} className={className}>
      <Avatar id={member.id} name={member.name} src={member.avatar_url} size="sm" />
    </button>
  );
  const { plain, openAtOnce } = useDeferredTrigger(items, { trigger }, 'menu');
  if (plain || !items.parts) return plain;
  return <items.parts.AccountItems trigger={trigger} defaultOpen={openAtOnce} onShortcuts={onShortcuts} />;
}
