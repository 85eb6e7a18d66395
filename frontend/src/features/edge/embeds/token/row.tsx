import { Ban, Code, Ellipsis, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EmbedTokenOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { RelativeTime } from '@/components/relative-time';
import { formatDate } from '@/lib/time';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem } from '@/ui/menu';

const tones = { active: 'positive', expired: 'caution', revoked: 'neutral' } as const;
type Props = {
  token: EmbedTokenOut;
  mayManage: boolean;
  open: boolean;
  onOpen: () => void;
  onAction: (kind: 'rotate' | 'revoke') => void;
};

/** One token: how to know it again, where it may be shown, when it was used. */
export function TokenRow({ token, mayManage, open, onOpen, onAction }: Props) {
  const { t, i18n } = useTranslation('edge/embeds');
  const { timeZone } = usePlace();
  const { label, hint, config, state, expires_at, last_used_at, effective_origins } = token;
  const sites = effective_origins.length > 0 ? effective_origins.join(', ') : t('noSites');
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-3 py-2">
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-2 font-medium text-sm">
          <span className="truncate">{label}</span>
          <code className="font-mono font-normal text-muted text-xs">…{hint}</code>
          <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
        </p>
        <p className="break-words text-muted text-xs">
          {config.name} · {sites}
          {expires_at &&
            ` · ${t('until', { day: formatDate(expires_at, { language: i18n.resolvedLanguage, timeZone }) })}`}
        </p>
        <p className="text-muted text-xs">
          {last_used_at ? (
            <>
              {t('lastUsed')} <RelativeTime at={last_used_at} timeZone={timeZone} />
            </>
          ) : (
            t('neverUsed')
          )}
        </p>
      </div>
      {state === 'active' && (
        <>
          <Button variant="quiet" aria-expanded={open} onClick={onOpen}>
            <Code size={16} aria-hidden />
            {t('use')}
          </Button>
          {mayManage && (
            <Menu align="end" trigger={<IconButton icon={Ellipsis} label={t('actionsOf', { name: label })} />}>
              <MenuItem icon={RefreshCw} onClick={() => onAction('rotate')}>
                {t('rotate')}
              </MenuItem>
              <MenuItem icon={Ban} danger onClick={() => onAction('revoke')}>
                {t('revoke')}
              </MenuItem>
            </Menu>
          )}
        </>
      )}
    </li>
  );
}
