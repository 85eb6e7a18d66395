import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { createRelationType, updateRelationType } from '@/api/gen/sdk.gen';
import type { RelationTypeOut } from '@/api/gen/types.gen';
import { zRelationTypeIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { Switch } from '@/ui/switch';

const schema = zRelationTypeIn.pick({ name: true }).extend({ inverse_name: z.string().max(60), is_tree: z.boolean() });
type Values = z.infer<typeof schema>;
type Props = { type?: RelationTypeOut; onSaved: () => Promise<unknown>; onClose: () => void };

/** What each side of a relation is called. */
export default function RelationTypeDialog({ type, onSaved, onClose }: Props) {
  const { t } = useTranslation(['records/relations/settings', 'components']);
  const form = useServerForm<Values>({
    schema,
    defaultValues: {
      name: type?.name ?? '',
      inverse_name: type && !type.is_symmetrical ? type.inverse_name : '',
      is_tree: type?.is_tree ?? false,
    },
    onSubmit: async ({ name, inverse_name, is_tree }) => {
      const inverse = inverse_name.trim();
      if (type)
        await updateRelationType({
          path: { type_id: type.id },
          body: { name, inverse_name: inverse || name },
          throwOnError: true,
        });
      else await createRelationType({ body: { name, inverse_name: inverse || null, is_tree }, throwOnError: true });
      await onSaved();
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={type ? type.name : t('new')}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button type="submit" form="relation-type" variant="primary" busy={form.busy}>
            {t(type ? 'components:save' : 'create')}
          </Button>
        </>
      }
    >
      <form id="relation-type" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="name" label={t('name')} description={t('nameHint')}>
          {(field) => <Input {...field} maxLength={60} autoComplete="off" />}
        </FormField>
        <FormField in={form} name="inverse_name" label={t('inverse')} description={t('inverseHint')} optional>
          {(field) => <Input {...field} maxLength={60} autoComplete="off" />}
        </FormField>
        {!type && (
          <FormField in={form} name="is_tree" label={t('tree')} description={t('treeHint')} inline>
            {(field) => <Switch checked={field.value} onCheckedChange={field.onChange} />}
          </FormField>
        )}
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
