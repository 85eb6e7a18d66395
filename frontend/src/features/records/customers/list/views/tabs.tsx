import { Link } from '@tanstack/react-router';
import { Ellipsis, Lock, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { tabLook } from '@/ui/tab-look';
import type { Tab } from '../../address';
import { type Place, tabSearch } from '../use-place';
import type { ViewWrites } from './use-writes';

export type ViewTask = { kind: 'save-as' | 'rename'; view?: ViewOut };

type Props = {
  place: Place;
  /** Filters, order or columns are not as the view keeps them. */
  edited: boolean;
  locked: boolean;
  writes: ViewWrites;
  onTask: (task: ViewTask) => void;
};

/** Customers, prospects, saved views and the trash, each with an address of its own. */
export function ViewTabs({ place, edited, locked, writes, onTask }: Props) {
  const { t } = useTranslation('records/customers');
  const mayDelete = useMay('customers:delete');
  const list = useRef<HTMLDivElement>(null);
  const chosen = place.view?.id ?? place.tab;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a choice brings its tab into view
  useEffect(() => {
    list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosen, place.views.length]);
  const tab = (name: Tab, before?: ReactNode) => (
    <Link
      to="/customers"
      search={tabSearch(place.search, name)}
      activeProps={{}}
      data-active={place.tab === name || undefined}
      aria-current={place.tab === name ? 'page' : undefined}
      className={tabLook}
    >
      {before}
      {t(`tabs.${name}`)}
    </Link>
  );
  return (
    <nav aria-label={t('tabs.label')} className="flex shrink-0 items-end border-b">
      <div ref={list} className="flex min-w-0 flex-1 gap-1 overflow-x-auto px-gutter [scrollbar-width:none]">
        {tab('customers')}
        {tab('prospects', locked && <Lock size={14} role="img" aria-label={t('tabs.locked')} />)}
        {place.views.length > 0 && <span aria-hidden className="mx-1 my-2.5 w-px shrink-0 bg-line-strong" />}
        {place.views.map((view) => (
          <span key={view.id} className="flex shrink-0 items-center">
            <Link
              to="/customers"
              search={{ view: view.id }}
              data-active={chosen === view.id || undefined}
              aria-current={chosen === view.id ? 'page' : undefined}
              title={view.shared ? t('views.sharedBy', { name: view.owner?.name ?? '' }) : t('views.private')}
              className={tabLook}
            >
              <span className="max-w-48 truncate">{view.name}</span>
              {chosen === view.id && edited && (
                <span className="size-1.5 rounded-full bg-caution" title={t('views.edited')}>
                  <span className="sr-only">{t('views.edited')}</span>
                </span>
              )}
            </Link>
            {chosen === view.id && <ViewMenu view={view} writes={writes} onTask={onTask} />}
          </span>
        ))}
        {mayDelete && tab('trash', <Trash2 size={14} aria-hidden />)}
      </div>
    </nav>
  );
}

type MenuProps = { view: ViewOut; writes: ViewWrites; onTask: (task: ViewTask) => void };

function ViewMenu({ view, writes, onTask }: MenuProps) {
  const { t } = useTranslation('records/customers');
  const mayShare = useMay('views:share');
  const mayWrite = useMay('views:write');
  if (!mayWrite) return null;
  // Others' views may be made somebody's own again only by their owner.
  const changeable = view.editable && mayShare && (view.own || !view.shared);
  return (
    <Menu
      align="end"
      trigger={<IconButton size="sm" icon={Ellipsis} label={t('views.options', { name: view.name })} />}
    >
      {view.editable && <MenuItem onClick={() => onTask({ kind: 'rename', view })}>{t('views.rename')}</MenuItem>}
      {changeable && (
        <MenuItem onClick={() => writes.share(view, !view.shared)}>
          {t(view.shared ? 'views.makePrivate' : 'views.share')}
        </MenuItem>
      )}
      <MenuItem onClick={() => onTask({ kind: 'save-as', view })}>{t('views.saveAs')}</MenuItem>
      {view.editable && (
        <>
          <MenuRule />
          <MenuItem danger icon={Trash2} onClick={() => writes.remove(view)}>
            {t('views.delete')}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
