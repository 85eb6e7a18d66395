import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, BookmarkCheck, BookmarkPlus, Trash2, UserRound, Users } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allViews } from '@/api/catalogues';
import { deleteViewMutation } from '@/api/gen/@tanstack/react-query.gen';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuCheck, MenuGroup, MenuItem, MenuRule } from '@/ui/menu';
import { notify } from '@/ui/toast-manager';
import { useWorkspace } from './use-workspace';

const SaveView = lazy(() => import('./save-view'));

/** Saved views of the list, prospects or customers alone, and keeping what is shown now as a view. */
export function ViewsMenu() {
  const { t } = useTranslation('workspace');
  const { search, setSearch } = useWorkspace();
  const client = useQueryClient();
  const views = useQuery(allViews);
  const [saving, setSaving] = useState(false);
  const chosen = views.data?.items.find(({ id }) => id === search.view);
  const remove = useMutation({
    ...deleteViewMutation(),
    onSuccess: () => {
      setSearch({ view: undefined });
      notify({ title: t('views.deleted', { name: chosen?.name ?? '' }) });
      return client.invalidateQueries({ queryKey: allViews.queryKey });
    },
  });
  const narrow = (lifecycle: 'prospect' | 'customer') => (
    <MenuCheck
      icon={lifecycle === 'prospect' ? UserRound : Users}
      checked={search.lifecycle === lifecycle}
      onCheckedChange={(on) => setSearch({ lifecycle: on ? lifecycle : undefined })}
    >
      {t(`views.${lifecycle}`)}
    </MenuCheck>
  );
  const label = chosen ? t('views.current', { name: chosen.name }) : t('views.title');
  return (
    <>
      <Menu align="end" trigger={<IconButton icon={search.view ? BookmarkCheck : Bookmark} label={label} />}>
        <MenuGroup label={t('views.show')}>
          {narrow('prospect')}
          {narrow('customer')}
        </MenuGroup>
        {!!views.data?.items.length && (
          <MenuGroup label={t('views.title')}>
            {views.data.items.map(({ id, name, shared }) => (
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
        <MenuItem icon={BookmarkPlus} onClick={() => setSaving(true)}>
          {t('views.save')}
        </MenuItem>
        {chosen?.editable && (
          <MenuItem icon={Trash2} danger onClick={() => remove.mutate({ path: { view_id: chosen.id } })}>
            {t('views.delete', { name: chosen.name })}
          </MenuItem>
        )}
      </Menu>
      <Suspense>{saving && <SaveView view={chosen} onClose={() => setSaving(false)} />}</Suspense>
    </>
  );
}
