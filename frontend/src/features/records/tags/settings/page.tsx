import { useQueries, useQuery } from '@tanstack/react-query';
import { FolderPlus, Plus, Tags as TagsSign } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allGroups, allTags } from '@/api/catalogues';
import { countCustomersOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { TagGroupOut, TagOut } from '@/api/gen/types.gen';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { SearchField } from '@/components/search-field';
import { rank } from '@/lib/rank';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { TagGroup } from './group';
import { RemoveTag, RemoveTagGroup } from './removal';

const TagDialog = lazy(() => import('./tag-dialog'));
const GroupDialog = lazy(() => import('./group-dialog'));
const MergeDialog = lazy(() => import('./merge-dialog'));

export type TagAction =
  | { kind: 'newTag'; group: TagGroupOut | null }
  | { kind: 'newGroup' }
  | { kind: 'editTag' | 'merge' | 'deleteTag'; tag: TagOut }
  | { kind: 'editGroup' | 'deleteGroup'; group: TagGroupOut };

/** Tags in their groups, with how many customers have each. */
export function TagsPage({ q, onQ }: { q: string; onQ: (q: string) => void }) {
  const { t } = useTranslation('records/tags/settings');
  const [tags, groups] = useQueries({ queries: [allTags, allGroups] });
  const counts = useQuery(countCustomersOptions({ query: { by: 'tag' } }));
  const [action, setAction] = useState<TagAction | null>(null);
  const close = () => setAction(null);
  const usage = new Map((counts.data?.items ?? []).map(({ key, count }) => [key, count]));
  const error = tags.error ?? groups.error;
  const found = rank(tags.data ?? [], q, ({ name }) => name);
  const sections: (TagGroupOut | null)[] = [
    ...[...(groups.data ?? [])].sort((a, b) => a.position - b.position || a.name.localeCompare(b.name)),
    null,
  ];
  const empty = tags.data?.length === 0 && groups.data?.length === 0;
  const create = (
    <Button variant="primary" onClick={() => setAction({ kind: 'newTag', group: null })}>
      <Plus size={16} aria-hidden />
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} width="wide" className="max-w-4xl">
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          <>
            <Button onClick={() => setAction({ kind: 'newGroup' })}>
              <FolderPlus size={16} aria-hidden />
              {t('groups.new')}
            </Button>
            {create}
          </>
        }
      />
      <div className="max-w-xs py-2">
        <SearchField label={t('search')} value={q} onChange={onQ} />
      </div>
      {(tags.isPending || groups.isPending) && <SkeletonLines lines={8} />}
      {error && <ProblemNotice error={error} retry={() => void Promise.all([tags.refetch(), groups.refetch()])} />}
      {empty && <EmptyState icon={TagsSign} title={t('empty')} text={t('emptyText')} actions={create} />}
      {tags.data && !empty && found.length === 0 && q && (
        <EmptyState kind="match" title={t('noMatch')} actions={<Button onClick={() => onQ('')}>{t('clear')}</Button>} />
      )}
      {tags.data &&
        groups.data &&
        sections.map((group) => {
          const own = found.filter(({ group_id }) => group_id === (group?.id ?? null));
          if (own.length === 0 && (q || !group)) return null;
          return (
            <TagGroup key={group?.id ?? ''} group={group} tags={own} usage={usage} sortable={!q} onAction={setAction} />
          );
        })}
      <Suspense>
        {action?.kind === 'newTag' && <TagDialog group={action.group} groups={groups.data ?? []} onClose={close} />}
        {action?.kind === 'editTag' && <TagDialog tag={action.tag} groups={groups.data ?? []} onClose={close} />}
        {action?.kind === 'newGroup' && <GroupDialog onClose={close} />}
        {action?.kind === 'editGroup' && <GroupDialog group={action.group} onClose={close} />}
        {action?.kind === 'merge' && <MergeDialog tag={action.tag} tags={tags.data ?? []} onClose={close} />}
      </Suspense>
      {action?.kind === 'deleteTag' && (
        <RemoveTag tag={action.tag} customers={usage.get(action.tag.id) ?? 0} onClose={close} />
      )}
      {action?.kind === 'deleteGroup' && <RemoveTagGroup group={action.group} onClose={close} />}
    </Page>
  );
}
