import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allFolders, allViews } from '@/api/catalogues';
import { createView } from '@/api/gen/sdk.gen';
import type { ViewOut } from '@/api/gen/types.gen';
import { zViewIn } from '@/api/gen/zod.gen';
import { withDescendants } from '@/components/record/customer-query';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { useWorkspace } from './use-workspace';

/** Keeps the filters of the list under a name. */
export default function SaveView({ view, onClose }: { view?: ViewOut; onClose: () => void }) {
  const { t } = useTranslation(['workspace', 'record']);
  const { search, setSearch } = useWorkspace();
  const client = useQueryClient();
  const folders = useQuery(allFolders);
  const form = useServerForm({
    schema: zViewIn.pick({ name: true }),
    defaultValues: { name: '' },
    onSubmit: async ({ name }) => {
      const filters = {
        ...view?.filters,
        ...(search.q && { q: search.q }),
        ...(search.folder === 'none' && { no_folder: true }),
        ...(search.folder &&
          search.folder !== 'none' && { folder_id: withDescendants(folders.data ?? [], search.folder) }),
        ...(search.tags && { all_tag_id: search.tags }),
        ...(search.status && { status_id: [search.status] }),
        ...(search.lifecycle && { lifecycle: [search.lifecycle] }),
      };
      const { data } = await createView({ body: { name, filters, sort: view?.sort }, throwOnError: true });
      await client.invalidateQueries({ queryKey: allViews.queryKey });
      setSearch({
        view: data.id,
        q: undefined,
        folder: undefined,
        tags: undefined,
        status: undefined,
        lifecycle: undefined,
      });
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
          <Button onClick={onClose}>{t('record:cancel')}</Button>
          <Button variant="primary" busy={form.busy} onClick={() => form.submit()}>
            {t('record:save')}
          </Button>
        </>
      }
    >
      <form onSubmit={form.submit} className="flex flex-col gap-3">
        <FormProblem in={form} />
        <FormField in={form} name="name" label={t('views.name')}>
          {(field) => <Input {...field} autoComplete="off" />}
        </FormField>
      </form>
    </Dialog>
  );
}
