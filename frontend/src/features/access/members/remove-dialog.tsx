import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listMembersOptions, listMembersQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { deleteMember } from '@/api/gen/sdk.gen';
import type { MemberOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { asProblem } from '@/lib/problem';
import { Combobox, type Option } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { notify } from '@/ui/toast/manager';

/** Removes a member; when the server says that something is theirs (`unmet`), asks who takes it over. */
export default function RemoveDialog({ member, onClose }: { member: MemberOut; onClose: () => void }) {
  const { t } = useTranslation('access/members');
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [heir, setHeir] = useState<Option | null>(null);
  const others = useQuery(listMembersOptions({ query: { limit: 200, state: ['active'] } }));
  const options: Option[] = (others.data?.items ?? [])
    .filter(({ id }) => id !== member.id)
    .map(({ id, name, email }) => ({ id, name, hint: email }));

  const remove = async () => {
    try {
      await deleteMember({
        path: { member_id: member.id },
        query: heir ? { transfer_to: heir.id } : undefined,
        throwOnError: true,
      });
    } catch (thrown) {
      if (asProblem(thrown).unmet.length > 0) setAsked(true);
      throw thrown;
    }
    await client.invalidateQueries({ queryKey: listMembersQueryKey() });
    notify({ title: t('remove.done', { name: member.name }) });
  };
  return (
    <Confirm
      open
      onOpenChange={onClose}
      danger
      title={t('remove.title', { name: member.name })}
      text={t('remove.text')}
      confirmLabel={t('remove.action')}
      onConfirm={remove}
    >
      {asked && (
        <Field label={t('remove.heir')} description={t('remove.heirHint')}>
          <Combobox items={options} value={heir} onValueChange={setHeir} clearable />
        </Field>
      )}
    </Confirm>
  );
}
