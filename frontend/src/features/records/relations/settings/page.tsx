import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeftRight, Ellipsis, Pencil, Plus, Trash2, Waypoints } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allRelationTypes } from '@/api/catalogues';
import { deleteRelationType } from '@/api/gen/sdk.gen';
import type { RelationTypeOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { askAgain } from '@/lib/optimistic';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem } from '@/ui/menu';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';

const RelationTypeDialog = lazy(() => import('./dialog'));

type Action = { kind: 'new' } | { kind: 'edit' | 'delete'; type: RelationTypeOut };

/** The ways in which customers can be related. */
export function RelationsPage() {
  const { t } = useTranslation(['records/relations/settings', 'components']);
  const client = useQueryClient();
  const [action, setAction] = useState<Action | null>(null);
  const close = () => setAction(null);
  const types = useQuery(allRelationTypes);
  const changed = () => askAgain(client, ['listRelationTypes', 'listRelations']);
  const items = types.data ?? [];
  const create = (
    <Button variant="primary" onClick={() => setAction({ kind: 'new' })}>
      <Plus size={16} aria-hidden />
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} width="wide" className="max-w-4xl">
      <PageHeader title={t('title')} text={t('text')} actions={create} />
      {types.isPending && <SkeletonLines lines={5} className="mt-2" />}
      {types.error && <ProblemNotice error={types.error} retry={() => void types.refetch()} />}
      {types.data && items.length === 0 && (
        <EmptyState icon={Waypoints} title={t('empty')} text={t('emptyText')} actions={create} />
      )}
      {items.length > 0 && (
        <ul aria-label={t('title')} className="divide-y border-y">
          {items.map((type) => (
            <TypeRow key={type.id} type={type} onAction={(kind) => setAction({ kind, type })} />
          ))}
        </ul>
      )}
      <Suspense>
        {action?.kind === 'new' && <RelationTypeDialog onSaved={changed} onClose={close} />}
        {action?.kind === 'edit' && <RelationTypeDialog type={action.type} onSaved={changed} onClose={close} />}
      </Suspense>
      {action?.kind === 'delete' && (
        <Confirm
          open
          onOpenChange={close}
          danger
          title={t('deleteTitle', { name: action.type.name })}
          text={t('deleteText')}
          confirmLabel={t('components:delete')}
          onConfirm={async () => {
            await deleteRelationType({ path: { type_id: action.type.id }, throwOnError: true });
            await changed();
            notify({ title: t('deleted', { name: action.type.name }) });
          }}
        />
      )}
    </Page>
  );
}

function TypeRow({ type, onAction }: { type: RelationTypeOut; onAction: (kind: 'edit' | 'delete') => void }) {
  const { t } = useTranslation(['records/relations/settings', 'components']);
  return (
    <li className="flex min-h-12 items-center gap-2 py-1">
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 text-sm">
        <span className="font-medium">{type.name}</span>
        <ArrowLeftRight size={14} aria-hidden className="shrink-0 text-muted" />
        <span className="text-muted">{type.is_symmetrical ? t('both') : type.inverse_name}</span>
      </span>
      {type.is_tree && <Badge>{t('treeBadge')}</Badge>}
      <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name: type.name })} />}>
        <MenuItem icon={Pencil} onClick={() => onAction('edit')}>
          {t('edit')}
        </MenuItem>
        <MenuItem icon={Trash2} danger onClick={() => onAction('delete')}>
          {t('components:delete')}
        </MenuItem>
      </Menu>
    </li>
  );
}
