import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listProfileConflictsOptions, resolveProfileConflictMutation } from '@/api/gen/@tanstack/react-query.gen';
import { Button } from '@/ui/button';

type Props = { customerId: string; onDecided: () => Promise<unknown> };

/** Identities that this customer and another were met with: somebody has to say whose they are. */
export function ChannelConflicts({ customerId, onDecided }: Props) {
  const { t } = useTranslation('records/profiles');
  const open = useQuery({
    ...listProfileConflictsOptions({ query: { state: 'open', limit: 200 } }),
    staleTime: 60_000,
  });
  const decide = useMutation({ ...resolveProfileConflictMutation(), onSettled: onDecided });
  const concerned = (open.data?.items ?? []).filter(
    ({ held_by, claimed_by }) => held_by.id === customerId || claimed_by.id === customerId,
  );
  return concerned.map(({ id, profile, held_by, claimed_by }) => (
    <div key={id} role="note" className="my-1 rounded-md bg-caution-soft px-3 py-2 text-caution-ink text-sm">
      <p>{t('conflict', { handle: profile.handle, held: held_by.name, claimed: claimed_by.name })}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        {(['keep', 'move'] as const).map((decision) => (
          <Button
            key={decision}
            size="sm"
            busy={decide.isPending}
            onClick={() => decide.mutate({ path: { conflict_id: id }, body: { decision } })}
          >
            {t(`${decision}`, { name: decision === 'keep' ? held_by.name : claimed_by.name })}
          </Button>
        ))}
      </div>
    </div>
  ));
}
