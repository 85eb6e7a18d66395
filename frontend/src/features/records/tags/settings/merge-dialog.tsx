import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mergeTags } from '@/api/gen/sdk.gen';
import type { TagOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { Combobox, type Option } from '@/ui/combobox';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { notify } from '@/ui/toast/manager';
import { useTagsChanged } from './changes';

type Props = { tag: TagOut; tags: readonly TagOut[]; onClose: () => void };

/** Makes one tag of two: who had this one has the other afterwards. */
export default function MergeDialog({ tag, tags, onClose }: Props) {
  const { t } = useTranslation(['records/tags/settings', 'components']);
  const changed = useTagsChanged();
  const [into, setInto] = useState<Option | null>(null);
  const options: Option[] = tags
    .filter(({ id }) => id !== tag.id)
    .map(({ id, name, colour }) => ({ id, name, colour }));
  const merge = useMutation({
    mutationFn: (target: Option) =>
      mergeTags({ path: { tag_id: target.id }, body: { tag_ids: [tag.id] }, throwOnError: true }),
    meta: { inline: true },
    onSuccess: async ({ data }, target) => {
      await changed();
      notify({ title: t('merged', { name: tag.name, into: target.name, count: data.customers }) });
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t('mergeTitle', { name: tag.name })}
      description={t('mergeText', { name: tag.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button variant="danger" disabled={!into} busy={merge.isPending} onClick={() => into && merge.mutate(into)}>
            {t('mergeAction')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('mergeInto')}>
          <Combobox items={options} value={into} onValueChange={setInto} />
        </Field>
        {merge.error && <ProblemNotice error={merge.error} />}
      </div>
    </Dialog>
  );
}
