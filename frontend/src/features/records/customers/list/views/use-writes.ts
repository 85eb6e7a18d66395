import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allViews } from '@/api/catalogues';
import { createView, deleteView, updateView } from '@/api/gen/sdk.gen';
import type { ViewIn, ViewOut, ViewPatch } from '@/api/gen/types.gen';
import { notify } from '@/ui/toast/manager';

/** Changing, sharing and deleting views. A deleted one can be brought back as its copy. */
export function useViewWrites(onGone: () => void) {
  const { t } = useTranslation('records/customers');
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: allViews.queryKey });
  const change = useMutation({
    mutationFn: ({ view, patch }: { view: ViewOut; patch: ViewPatch; said: string }) =>
      updateView({ path: { view_id: view.id }, body: patch, throwOnError: true }),
    onSuccess: async (_answer, { said }) => {
      await refresh();
      notify({ title: said });
    },
  });
  const again = useMutation({
    mutationFn: (body: ViewIn) => createView({ body, throwOnError: true }),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: (view: ViewOut) => deleteView({ path: { view_id: view.id }, throwOnError: true }),
    onSuccess: async (_answer, { name, shared, position, filters, columns, sort }) => {
      onGone();
      await refresh();
      notify({
        title: t('views.deleted', { name }),
        undo: () => again.mutate({ name, shared, position, filters, columns, sort }),
      });
    },
  });
  return {
    busy: change.isPending,
    save: (view: ViewOut, patch: ViewPatch) =>
      change.mutate({ view, patch, said: t('views.saved', { name: view.name }) }),
    share: (view: ViewOut, shared: boolean) =>
      change.mutate({
        view,
        patch: { shared },
        said: t(shared ? 'views.nowShared' : 'views.nowPrivate', { name: view.name }),
      }),
    remove: remove.mutate,
    refresh,
  };
}

export type ViewWrites = ReturnType<typeof useViewWrites>;
