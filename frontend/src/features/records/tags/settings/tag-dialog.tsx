import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { createTag, updateTag } from '@/api/gen/sdk.gen';
import type { TagGroupOut, TagOut } from '@/api/gen/types.gen';
import { zTagIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { ColourPicker } from '@/ui/colour-picker';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { useTagsChanged } from './changes';

const schema = zTagIn.pick({ name: true }).extend({ group_id: z.string(), colour: z.string().nullable() });
type Values = z.infer<typeof schema>;
type Props = { tag?: TagOut; group?: TagGroupOut | null; groups: readonly TagGroupOut[]; onClose: () => void };

/** Name, group and colour of a tag; without a colour of its own it has that of its group. */
export default function TagDialog({ tag, group, groups, onClose }: Props) {
  const { t } = useTranslation(['records/tags/settings', 'components']);
  const tagsChanged = useTagsChanged();
  const form = useServerForm<Values>({
    schema,
    defaultValues: {
      name: tag?.name ?? '',
      group_id: tag?.group_id ?? group?.id ?? '',
      colour: tag?.own_colour ?? null,
    },
    onSubmit: async (values, changed) => {
      const group_id = values.group_id || null;
      if (tag) {
        const body = { ...changed, ...('group_id' in changed && { group_id }) };
        await updateTag({ path: { tag_id: tag.id }, body, throwOnError: true });
      } else await createTag({ body: { ...values, group_id }, throwOnError: true });
      await tagsChanged();
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={tag ? tag.name : t('new')}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button type="submit" form="tag" variant="primary" busy={form.busy}>
            {t(tag ? 'components:save' : 'create')}
          </Button>
        </>
      }
    >
      <form id="tag" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="name" label={t('name')}>
          {(field) => <Input {...field} maxLength={200} />}
        </FormField>
        <FormField in={form} name="group_id" label={t('group')}>
          {(field) => (
            <NativeSelect {...field} aria-label={t('group')}>
              <option value="">{t('groups.none')}</option>
              {groups.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          )}
        </FormField>
        <FormField in={form} name="colour" label={t('colour')} description={t('colourHint')} optional>
          {(field) => <ColourPicker label={t('colour')} value={field.value} onValueChange={field.onChange} />}
        </FormField>
        {form.form.watch('colour') && (
          <Button
            variant="link"
            className="self-start"
            onClick={() => form.form.setValue('colour', null, { shouldDirty: true })}
          >
            {t('noColour')}
          </Button>
        )}
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
