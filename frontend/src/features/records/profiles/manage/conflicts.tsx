import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { every } from '@/api/catalogues';
import { listProfileConflictsQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { listProfileConflicts, resolveProfileConflict } from '@/api/gen/sdk.gen';
import type { ProfileConflictOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { notify } from '@/ui/toast/manager';
import { useProfilesChanged } from './changed';

const throwOnError = true as const;
const openConflicts = queryOptions({
  queryKey: [...listProfileConflictsQueryKey(), 'all'],
  queryFn: ({ signal }) =>
    every((cursor) => listProfileConflicts({ query: { state: 'open', limit: 200, cursor }, signal, throwOnError })),
});

type Props = { customerId: string; mayDecide: boolean };

/** Identities that this customer and another one were met with: a person decides whose they are. */
export function ProfileConflicts({ customerId, mayDecide }: Props) {
  const { data, isError, error, refetch } = useQuery(openConflicts);
  const own = data?.filter(({ held_by, claimed_by }) => [held_by.id, claimed_by.id].includes(customerId)) ?? [];
  if (isError) return <ProblemNotice error={error} retry={() => void refetch()} />;
  return own.map((conflict) => (
    <Question key={conflict.id} conflict={conflict} customerId={customerId} mayDecide={mayDecide} />
  ));
}

function Question({ conflict, customerId, mayDecide }: Props & { conflict: ProfileConflictOut }) {
  const { t } = useTranslation('records/profiles/manage');
  const changed = useProfilesChanged(customerId);
  const { held_by, claimed_by, profile } = conflict;
  const decide = useMutation({
    meta: { inline: true },
    mutationFn: (decision: 'keep' | 'move') =>
      resolveProfileConflict({ path: { conflict_id: conflict.id }, body: { decision }, throwOnError: true }),
    onSuccess: (_data, decision) => {
      const { name } = decision === 'keep' ? held_by : claimed_by;
      notify({ title: t('conflict.decided', { handle: profile.handle, name }) });
    },
    onSettled: changed,
  });
  const other = held_by.id === customerId ? claimed_by : held_by;
  return (
    <section
      aria-label={t('conflict.title', { handle: profile.handle })}
      className="flex flex-col gap-2 rounded-md bg-caution-soft p-3 text-sm"
    >
      <h3 className="font-medium">{t('conflict.title', { handle: profile.handle })}</h3>
      <p>{t('conflict.text', { holder: held_by.name, claimant: claimed_by.name })}</p>
      <Link
        to="/w/$customerId"
        params={{ customerId: other.id }}
        className="self-start font-medium text-accent-ink underline-offset-2 hover:underline"
      >
        {t('conflict.open', { name: other.name })}
      </Link>
      {decide.isError && <ProblemNotice error={decide.error} />}
      {mayDecide && (
        <div className="flex flex-wrap gap-2">
          <Button busy={decide.isPending} onClick={() => decide.mutate('keep')}>
            {t('conflict.keep', { name: held_by.name })}
          </Button>
          <Button busy={decide.isPending} onClick={() => decide.mutate('move')}>
            {t('conflict.move', { name: claimed_by.name })}
          </Button>
        </div>
      )}
    </section>
  );
}
