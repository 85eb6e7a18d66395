import { useQuery } from '@tanstack/react-query';
import { Bookmark, BookmarkCheck } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allViews } from '@/api/catalogues';
import { lazily } from '@/lib/lazily';
import { IconButton } from '@/ui/icon-button';
import { Menu } from '@/ui/menu';
import { isChanged } from './address';
import { useWorkspace } from './use-workspace';

const ViewItems = lazily(() => import('./view-items'));
const SaveView = lazily(() => import('./save-view'));

/** Saved views of the list, prospects or customers alone, and keeping what is shown now as a view. */
export function ViewsMenu() {
  const { t } = useTranslation('records/workspace');
  const { search } = useWorkspace();
  const views = useQuery(allViews);
  const [saving, setSaving] = useState(false);
  const chosen = views.data?.items.find(({ id }) => id === search.view);
  const changed = chosen !== undefined && isChanged(search);
  const name = chosen ? t('views.current', { name: chosen.name }) : t('views.title');
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton
            icon={search.view ? BookmarkCheck : Bookmark}
            label={changed ? `${name}. ${t('views.changed')}` : name}
            className={
              changed
                ? 'relative after:absolute after:end-1.5 after:top-1.5 after:size-2 after:rounded-full after:bg-accent'
                : undefined
            }
          />
        }
      >
        <Suspense>
          <ViewItems views={views.data?.items ?? []} onSave={() => setSaving(true)} />
        </Suspense>
      </Menu>
      <Suspense>{saving && <SaveView view={chosen} onClose={() => setSaving(false)} />}</Suspense>
    </>
  );
}
