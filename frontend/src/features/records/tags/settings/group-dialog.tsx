import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { createTagGroup, updateTagGroup } from '@/api/gen/sdk.gen';
import type { TagGroupOut } from '@/api/gen/types.gen';
import { zTagGroupIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { ColourPicker } from '@/ui/colour-picker';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { Segmented } from '@/ui/segmented';
import { useTagsChanged } from './changes';

const schema = zTagGroupIn.pick({ name: true }).extend({ colour: z.string(), sort: z.enum(['name', 'position']) });
type Values = z.infer<typeof schema>;

/** Name and colour of a group of tags, and how its tags are sorted. */
export default function GroupDialog({ group, onClose }: { group?: TagGroupOut; onClose: () => void }) {
  const { t } = useTranslation(['records/tags/settings', 'components']);
  const tagsChanged = useTagsChanged();
  const form = useServerForm<Values>({
    schema,
    defaultValues: { name: group?.name ?? '', colour: group?.colour ?? '#64748b', sort: group?.sort ?? 'name' },
    onSubmit: async (values, changed) => {
      if (group) await updateTagGroup({ path: { group_id: group.id }, body: changed, throwOnError: true });
      else await createTagGroup({ body: values, throwOnError: true });
      await tagsChanged();
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={group ? group.name : t('groups.new')}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button type="submit" form="tag-group" variant="primary" busy={form.busy}>
            {t(group ? 'components:save' : 'groups.create')}
          </Button>
        </>
      }
    >
      <form id="tag-group" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="name" label={t('name')}>
          {(field) => <Input {...field} maxLength={200} />}
        </FormField>
        <FormField in={form} name="sort" label={t('groups.sort')}>
          {(field) => (
            <Segmented
              label={t('groups.sort')}
              value={field.value}
              onValueChange={field.onChange}
              className="self-start"
              items={[
                { value: 'name', label: t('groups.byName') },
                { value: 'position', label: t('groups.byHand') },
              ]}
            />
          )}
        </FormField>
        <FormField in={form} name="colour" label={t('colour')}>
          {(field) => <ColourPicker label={t('colour')} value={field.value} onValueChange={field.onChange} />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
