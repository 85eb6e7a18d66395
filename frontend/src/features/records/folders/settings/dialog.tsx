import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { createFolder, updateFolder } from '@/api/gen/sdk.gen';
import type { FolderOut } from '@/api/gen/types.gen';
import { zFolderIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { ColourPicker } from '@/ui/colour-picker';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { useFoldersChanged } from './actions';

const schema = zFolderIn.pick({ name: true }).extend({ colour: z.string() });
type Values = z.infer<typeof schema>;
type Props = { folder?: FolderOut; parent: FolderOut | null; onClose: () => void };

/** Name and colour of a folder, new or not. */
export default function FolderDialog({ folder, parent, onClose }: Props) {
  const { t } = useTranslation(['records/folders/settings', 'components']);
  const foldersChanged = useFoldersChanged();
  const form = useServerForm<Values>({
    schema,
    defaultValues: { name: folder?.name ?? '', colour: folder?.colour ?? parent?.colour ?? '#64748b' },
    onSubmit: async (values, changed) => {
      if (folder) await updateFolder({ path: { folder_id: folder.id }, body: changed, throwOnError: true });
      else await createFolder({ body: { ...values, parent_id: parent?.id ?? null }, throwOnError: true });
      await foldersChanged();
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={folder ? folder.name : parent ? t('newIn', { name: parent.name }) : t('new')}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button type="submit" form="folder" variant="primary" busy={form.busy}>
            {t(folder ? 'components:save' : 'create')}
          </Button>
        </>
      }
    >
      <form id="folder" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="name" label={t('name')}>
          {(field) => <Input {...field} maxLength={200} />}
        </FormField>
        <FormField in={form} name="colour" label={t('colour')}>
          {(field) => <ColourPicker label={t('colour')} value={field.value} onValueChange={field.onChange} />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
