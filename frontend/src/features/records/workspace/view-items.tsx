import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BookmarkCheck, BookmarkPlus, Trash2, Undo2, UserRound, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { allFolders, allViews } from '@/api/catalogues';
import { deleteViewMutation, updateViewMutation } from '@/api/gen/@tanstack/react-query.gen';
import type { ViewOut } from '@/api/gen/types.gen';
import { MenuCheck, MenuGroup, MenuItem, MenuRule } from '@/ui/menu/parts';
import { notify } from '@/ui/toast/manager';
import { filtersOf, isChanged, PLAIN } from './address';
import { useWorkspace } from './use-workspace';

type Props = { views: readonly ViewOut[]; onSave: () => void };

/** What the menu of saved views holds. */
export default function ViewItems({ views, onSave }: Props) {
  const { t } = useTranslation('records/workspace');
  const { search, setSearch } = useWorkspace();
  const client = useQueryClient();
  const folders = useQuery(allFolders);
  const chosen = views.find(({ id }) => id === search.view);
  const remove = useMutation({
    ...deleteViewMutation(),
    onSuccess: () => {
      setSearch({ view: undefined });
      notify({ title: t('views.deleted', { name: chosen?.name ?? '' }) });
      return client.invalidateQueries({ queryKey: allViews.queryKey });
    },
  });
  const changed = chosen !== undefined && isChanged(search);
  const update = useMutation({
    ...updateViewMutation(),
    onSuccess: (view) => {
      setSearch(PLAIN);
      notify({ title: t('views.updated', { name: view.name }) });
      return client.invalidateQueries({ queryKey: allViews.queryKey });
    },
  });
  const keep = ({ id, filters }: ViewOut) =>
    update.mutate({ path: { view_id: id }, body: { filters: filtersOf(search, folders.data ?? [], filters) } });
  const narrow = (lifecycle: 'prospect' | 'customer') => (
    <MenuCheck
      icon={lifecycle === 'prospect' ? UserRound : Users}
      checked={search.lifecycle === lifecycle}
      onCheckedChange={(on) => setSearch({ lifecycle: on ? lifecycle : undefined })}
    >
      {t(`views.${lifecycle}`)}
    </MenuCheck>
  );
  return (
    <>
      <MenuGroup label={t('views.show')}>
        {narrow('prospect')}
        {narrow('customer')}
      </MenuGroup>
      {!!views.length && (
        <MenuGroup label={t('views.title')}>
          {views.map(({ id, name, shared }) => (
            <MenuCheck
              key={id}
              checked={search.view === id}
              onCheckedChange={(on) =>
                setSearch({ view: on ? id : undefined, folder: undefined, tags: undefined, status: undefined }, false)
              }
              hint={shared ? t('views.shared') : undefined}
            >
              {name}
            </MenuCheck>
          ))}
        </MenuGroup>
      )}
      <MenuRule />
      {chosen && changed && (
        <>
          {chosen.editable && (
            <MenuItem icon={BookmarkCheck} onClick={() => keep(chosen)}>
              {t('views.update', { name: chosen.name })}
            </MenuItem>
          )}
          <MenuItem icon={Undo2} onClick={() => setSearch(PLAIN)}>
            {t('views.reset')}
          </MenuItem>
        </>
      )}
      <MenuItem icon={BookmarkPlus} onClick={() => onSave()}>
        {t('views.save')}
      </MenuItem>
      {chosen?.editable && (
        <MenuItem icon={Trash2} danger onClick={() => remove.mutate({ path: { view_id: chosen.id } })}>
          {t('views.delete', { name: chosen.name })}
        </MenuItem>
      )}
    </>
  );
}
