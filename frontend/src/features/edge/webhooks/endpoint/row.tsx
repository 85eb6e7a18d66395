import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WebhookEndpointOut } from '@/api/gen/types.gen';
import { Badge } from '@/ui/badge';
import { endpointTones, stateOf } from '../states';

/** One endpoint: where, about what, for whom, and how it is doing. The whole row leads to it. */
export function EndpointRow({ endpoint }: { endpoint: WebhookEndpointOut }) {
  const { t } = useTranslation('edge/webhooks');
  const { id, url, description, event_types, owner } = endpoint;
  const state = stateOf(endpoint);
  const all = event_types.includes('*');
  return (
    <li className="relative flex min-h-14 items-center gap-3 py-2 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <Link
          to="/settings/webhooks/$endpointId"
          params={{ endpointId: id }}
          className="block truncate font-medium text-sm after:absolute after:inset-0"
        >
          {description || url}
        </Link>
        <p className="truncate text-muted text-xs" title={event_types.join(', ')}>
          {description && `${url} · `}
          {all
            ? t('allEvents')
            : event_types.length > 2
              ? t('events', { count: event_types.length })
              : event_types.join(', ')}
          {' · '}
          {owner ? t('ownerOf', { name: owner.name }) : t('noOwner')}
        </p>
      </div>
      <Badge tone={endpointTones[state]}>{t(`state.${state}`)}</Badge>
      <ChevronRight size={16} aria-hidden className="shrink-0 text-muted rtl:rotate-180" />
    </li>
  );
}
