import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Braces, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFields } from '@/api/catalogues';
import { listCustomFieldsQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { deleteCustomField, reorderCustomFields, updateCustomField } from '@/api/gen/sdk.gen';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { writeAhead } from '@/lib/optimistic';
import { putAt, putBeside } from '@/lib/order';
import { Button } from '@/ui/button';
import { Segmented } from '@/ui/segmented';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { bySection } from './form';
import { FieldRow } from './row';

const FieldDialog = lazy(() => import('./dialog'));

type Action = { kind: 'create' } | { kind: 'edit' | 'delete'; field: CustomFieldOut };
type Show = 'used' | 'archived';

/** The workspace's own fields, by section. */
export function FieldsPage({ show, onShow }: { show: Show; onShow: (show: Show) => void }) {
  const { t } = useTranslation(['records/custom-fields/settings', 'components']);
  const client = useQueryClient();
  const fields = useQuery(allFields(show === 'archived'));
  const [action, setAction] = useState<Action | null>(null);
  const close = () => setAction(null);
  const shown = (fields.data ?? []).filter((field) => (field.archived_at !== null) === (show === 'archived'));
  const sections = [...new Set((fields.data ?? []).map(({ section }) => section).filter(Boolean))];
  const create = (
    <Button variant="primary" onClick={() => setAction({ kind: 'create' })}>
      <Plus size={16} aria-hidden />
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} width="wide" className="max-w-5xl">
      <PageHeader title={t('title')} text={t('text')} actions={create} />
      <Segmented
        className="my-2"
        label={t('show')}
        value={show}
        onValueChange={onShow}
        items={[
          { value: 'used', label: t('used') },
          { value: 'archived', label: t('archived') },
        ]}
      />
      {fields.isPending && <SkeletonLines lines={8} />}
      {fields.error && <ProblemNotice error={fields.error} retry={() => void fields.refetch()} />}
      {fields.data && shown.length === 0 && (
        <EmptyState
          icon={Braces}
          title={t(show === 'used' ? 'empty' : 'noArchived')}
          text={t(show === 'used' ? 'emptyText' : 'noArchivedText')}
          actions={show === 'used' && create}
        />
      )}
      <FieldList
        fields={shown}
        sortable={show === 'used'}
        onEdit={(field) => setAction({ kind: 'edit', field })}
        onDelete={(field) => setAction({ kind: 'delete', field })}
      />
      <Suspense>
        {action?.kind === 'create' && <FieldDialog sections={sections} onClose={close} />}
        {action?.kind === 'edit' && <FieldDialog field={action.field} sections={sections} onClose={close} />}
      </Suspense>
      {action?.kind === 'delete' && (
        <Confirm
          open
          onOpenChange={close}
          danger
          title={t('deleteTitle', { name: action.field.label })}
          text={t('deleteText')}
          confirmLabel={t('components:delete')}
          onConfirm={async (force) => {
            await deleteCustomField({ path: { field_id: action.field.id }, query: { force }, throwOnError: true });
            await client.invalidateQueries({ queryKey: listCustomFieldsQueryKey() });
            notify({ title: t('deleted', { name: action.field.label }) });
          }}
        />
      )}
    </Page>
  );
}

type ListProps = {
  fields: readonly CustomFieldOut[];
  sortable: boolean;
  onEdit: (field: CustomFieldOut) => void;
  onDelete: (field: CustomFieldOut) => void;
};
function FieldList({ fields, sortable, onEdit, onDelete }: ListProps) {
  const { t } = useTranslation('records/custom-fields/settings');
  const move = useMoveField();
  const groups = bySection(fields);
  const all = groups.flatMap(([, list]) => list.map(({ id }) => id));
  return groups.map(([section, list]) => {
    const ids = list.map(({ id }) => id);
    return (
      <section key={section} aria-label={section || t('noSection')} className="mt-3">
        <h2 className="py-1 font-medium text-muted text-xs">{section || t('noSection')}</h2>
        <ul className="divide-y border-y">
          {list.map((field, index) => (
            <FieldRow
              key={field.id}
              field={field}
              sortable={sortable}
              index={index}
              count={list.length}
              onEdit={() => onEdit(field)}
              onDelete={() => onDelete(field)}
              onDrop={(source, place) =>
                place !== 'inside' &&
                move.mutate({ id: source, section, order: putBeside(all, source, field.id, place) })
              }
              onMove={(to) => {
                const order = putAt(ids, field.id, to);
                const first = all.indexOf(ids[0] ?? '');
                move.mutate({
                  id: field.id,
                  section,
                  order: [...all.slice(0, first), ...order, ...all.slice(first + ids.length)],
                });
              }}
            />
          ))}
        </ul>
      </section>
    );
  });
}

type Move = { id: string; section: string; order: string[] };
function useMoveField() {
  const client = useQueryClient();
  const { queryKey } = allFields(false);
  const before = () => client.getQueryData(queryKey) ?? [];
  return useMutation({
    mutationFn: async ({ id, section, order, changes }: Move & { changes?: boolean }) => {
      if (changes) await updateCustomField({ path: { field_id: id }, body: { section }, throwOnError: true });
      await reorderCustomFields({ body: { field_ids: order }, throwOnError: true });
    },
    onMutate: (move: Move & { changes?: boolean }) => {
      move.changes = before().find(({ id }) => id === move.id)?.section !== move.section;
      return writeAhead<CustomFieldOut[]>(client, [queryKey], (fields) =>
        fields.map((field) => ({
          ...field,
          position: move.order.includes(field.id) ? move.order.indexOf(field.id) : field.position,
          section: field.id === move.id ? move.section : field.section,
        })),
      );
    },
    onError: (_error, _move, done) => done?.undo(),
    onSettled: () => client.invalidateQueries({ queryKey: listCustomFieldsQueryKey() }),
  });
}
