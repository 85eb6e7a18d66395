import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { allFolders, allViews } from '@/api/catalogues';
import { createView } from '@/api/gen/sdk.gen';
import type { ViewOut } from '@/api/gen/types.gen';
import { zViewIn } from '@/api/gen/zod.gen';
import { useMay } from '@/api/session';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { Switch } from '@/ui/switch';
import { filtersOf, PLAIN } from './address';
import { useWorkspace } from './use-workspace';

/** Keeps the filters of the list under a name. */
export default function SaveView({ view, onClose }: { view?: ViewOut; onClose: () => void }) {
  const { t } = useTranslation(['records/workspace', 'components']);
  const { search, setSearch } = useWorkspace();
  const client = useQueryClient();
  const folders = useQuery(allFolders);
  const mayShare = useMay('views:share');
  const form = useServerForm({
    schema: zViewIn.pick({ name: true }).extend({ shared: z.boolean() }),
    defaultValues: { name: '', shared: false },
    onSubmit: async ({ name, shared }) => {
      const filters = filtersOf(search, folders.data ?? [], view?.filters);
      const { data } = await createView({ body: { name, shared, filters, sort: view?.sort }, throwOnError: true });
      await client.invalidateQueries({ queryKey: allViews.queryKey });
      setSearch({ ...PLAIN, view: data.id });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('views.save')}
      description={t('views.saveText')}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button variant="primary" busy={form.busy} onClick={() => form.submit()}>
            {t('components:save')}
          </Button>
        </>
      }
    >
      <form onSubmit={form.submit} className="flex flex-col gap-3">
        <FormProblem in={form} />
        <FormField in={form} name="name" label={t('views.name')}>
          {(field) => <Input {...field} autoComplete="off" />}
        </FormField>
        {mayShare && (
          <FormField in={form} name="shared" label={t('views.shared')} description={t('views.shareText')} inline>
            {(field) => <Switch checked={field.value} onCheckedChange={field.onChange} />}
          </FormField>
        )}
      </form>
    </Dialog>
  );
}
