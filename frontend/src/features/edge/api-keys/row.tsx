import { Ban, Ellipsis, Pencil, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ApiKeyOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { RelativeTime } from '@/components/relative-time';
import { formatDate } from '@/lib/time';
import { Badge } from '@/ui/badge';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem } from '@/ui/menu';

const tones = { active: 'positive', expired: 'caution', revoked: 'neutral' } as const;

/** One key: how to know it again, whose it is, what it may, when it was used. */
export function KeyRow({
  apiKey,
  onAction,
}: {
  apiKey: ApiKeyOut;
  onAction: (kind: 'edit' | 'roll' | 'revoke') => void;
}) {
  const { t, i18n } = useTranslation('edge/api-keys');
  const { timeZone } = usePlace();
  const { name, hint, member, scopes, state, expires_at, last_used_at, networks } = apiKey;
  const place = { language: i18n.resolvedLanguage, timeZone };
  return (
    <li className="flex min-h-14 items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium text-sm">
          <span className="truncate">{name}</span>
          <code className="font-mono font-normal text-muted text-xs">{hint}</code>
        </p>
        <p className="text-muted text-xs" title={scopes.join(', ')}>
          {member.name} · {t('scopeCount', { count: scopes.length })}
          {expires_at && ` · ${t('until', { day: formatDate(expires_at, place) })}`}
          {networks.length > 0 && ` · ${t('from', { networks: networks.join(', ') })}`}
        </p>
      </div>
      <p className="w-32 text-end text-muted text-xs max-sm:hidden">
        {last_used_at ? <RelativeTime at={last_used_at} timeZone={timeZone} /> : t('neverUsed')}
      </p>
      <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
      {state === 'active' ? (
        <Menu align="end" trigger={<IconButton icon={Ellipsis} label={t('actionsOf', { name })} />}>
          <MenuItem icon={Pencil} onClick={() => onAction('edit')}>
            {t('edit')}
          </MenuItem>
          <MenuItem icon={RefreshCw} onClick={() => onAction('roll')}>
            {t('roll')}
          </MenuItem>
          <MenuItem icon={Ban} danger onClick={() => onAction('revoke')}>
            {t('revoke')}
          </MenuItem>
        </Menu>
      ) : (
        <span aria-hidden className="w-control" />
      )}
    </li>
  );
}
