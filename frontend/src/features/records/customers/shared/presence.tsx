import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { enterPresence, leavePresence } from '@/api/gen/sdk.gen';
import type { Overview } from '@/api/gen/types.gen';
import { overviewKey } from '@/features/records/overview/shared/queries';
import { Avatar } from '@/ui/avatar';

const EVERY_MS = 20_000;
const FACES = 3;

/** Who else has this customer open. Says that we have, for as long as it is shown and the tab is in front. */
export function Presence({ customerId }: { customerId: string }) {
  const { t } = useTranslation('records/customers/shared');
  const client = useQueryClient();
  const path = { customer_id: customerId };
  const { data } = useQuery({
    queryKey: ['presence', customerId],
    queryFn: async ({ signal }) => (await enterPresence({ path, signal, throwOnError: true })).data,
    refetchInterval: EVERY_MS,
    staleTime: 0,
    retry: false,
    gcTime: 0,
  });
  useEffect(() => {
    const leave = () => {
      // Nobody is at a customer that lies in the trash: there is nothing to leave.
      if (client.getQueryData<Overview>(overviewKey(customerId))?.customer.deleted_at) return;
      void leavePresence({ path: { customer_id: customerId }, keepalive: true });
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [client, customerId]);
  const others = data?.items ?? [];
  const names = others.map(({ name }) => name).join(', ');
  return (
    <div role="status" className="contents">
      {others.length > 0 && (
        <span data-tooltip={names} className="flex items-center gap-1.5 whitespace-nowrap text-muted text-sm">
          {t('alsoHere')}
          <span aria-hidden className="flex -space-x-1.5 rtl:space-x-reverse">
            {others.slice(0, FACES).map(({ id, name, avatar_url }) => (
              <Avatar key={id} id={id} name={name} src={avatar_url} size="sm" className="ring-2 ring-canvas" />
            ))}
          </span>
          <span className={others.length > 1 ? 'sr-only' : 'max-w-40 truncate'}>{names}</span>
          {others.length > FACES && <span aria-hidden>+{others.length - FACES}</span>}
        </span>
      )}
    </div>
  );
}
