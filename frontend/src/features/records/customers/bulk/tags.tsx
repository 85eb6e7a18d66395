import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { ProblemNotice } from '@/components/problem';
import { SearchField } from '@/components/search-field';
import { type TagBlock, useTagBlocks } from '@/features/records/tags/shared/blocks';
import { cn } from '@/lib/cn';
import type { BulkDialogProps } from '@/sockets/bulk';
import { countOf } from '@/sockets/selection';
import { Button } from '@/ui/button';
import { Dot } from '@/ui/chip';
import { SkeletonLines } from '@/ui/skeleton';
import { BulkForm } from './form';
import { useKnown } from './known';
import type { BulkAction } from './model';

export const BulkTag = (props: BulkDialogProps) => <BulkTags mode="add" {...props} />;
export const BulkUntag = (props: BulkDialogProps) => <BulkTags mode="remove" {...props} />;

/** Adds tags and whole groups, or takes them off; only tags that somebody has can be taken off. */
function BulkTags({ mode, ...props }: BulkDialogProps & { mode: 'add' | 'remove' }) {
  const { t } = useTranslation(['records/customers', 'records/tags']);
  const known = useKnown(props.selection);
  const complete = known?.length === countOf(props.selection);
  const carried = new Set(known?.flatMap(({ tags }) => tags.map(({ id }) => id)));
  const [typed, setTyped] = useState('');
  const [tagIds, setTagIds] = useState<string[]>([]);
  const [groupIds, setGroupIds] = useState<string[]>([]);
  const { tags, blocks, query } = useTagBlocks(typed, ({ id }) => mode === 'add' || !complete || carried.has(id));
  const toggle = (list: string[], id: string) =>
    list.includes(id) ? list.filter((each) => each !== id) : [...list, id];
  const ofGroups = (tags.data ?? []).filter(({ group_id }) => group_id && groupIds.includes(group_id));
  const chosen = tagIds.length + groupIds.length > 0;
  const action: BulkAction =
    mode === 'add'
      ? { type: 'add_tags', tag_ids: tagIds, group_ids: groupIds }
      : { type: 'remove_tags', tag_ids: [...new Set([...tagIds, ...ofGroups.map(({ id }) => id)])] };
  return (
    <BulkForm
      {...props}
      title={t(`bulk.tags.${mode}.title`)}
      submitLabel={t(`bulk.tags.${mode}.submit`)}
      action={chosen ? action : null}
    >
      <SearchField label={t('records/tags:search')} value={typed} onChange={setTyped} />
      {tags.isPending && <SkeletonLines />}
      {tags.isError && <ProblemNotice error={tags.error} retry={() => void tags.refetch()} />}
      {tags.isSuccess && blocks.length === 0 && (
        <EmptyState
          kind={query ? 'match' : 'first'}
          title={
            query ? t('records/tags:noMatch') : t(mode === 'add' ? 'records/tags:noneYet' : 'bulk.tags.remove.none')
          }
        />
      )}
      {blocks.map((block) => (
        <Block
          key={block.group?.id ?? 'none'}
          block={block}
          whole={block.group !== null && groupIds.includes(block.group.id)}
          tagIds={tagIds}
          onTag={(id) => setTagIds(toggle(tagIds, id))}
          onGroup={(id) => setGroupIds(toggle(groupIds, id))}
        />
      ))}
    </BulkForm>
  );
}

type BlockProps = {
  block: TagBlock;
  whole: boolean;
  tagIds: string[];
  onTag: (id: string) => void;
  onGroup: (id: string) => void;
};

function Block({ block: { group, shown }, whole, tagIds, onTag, onGroup }: BlockProps) {
  const { t } = useTranslation(['records/customers', 'records/tags']);
  const title = group?.name ?? t('records/tags:ungrouped');
  return (
    <section aria-label={title}>
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h3 className="font-medium text-muted text-xs">{title}</h3>
        {group && (
          <Button
            size="sm"
            variant="quiet"
            aria-pressed={whole}
            aria-label={t('bulk.tags.groupOf', { name: group.name })}
            onClick={() => onGroup(group.id)}
          >
            {whole && <Check size={12} aria-hidden />}
            {t('bulk.tags.group')}
          </Button>
        )}
      </div>
      <ul className="flex flex-wrap gap-1">
        {shown.map(({ id, name, colour }) => {
          const on = whole || tagIds.includes(id);
          return (
            <li key={id}>
              <button
                type="button"
                aria-pressed={on}
                disabled={whole}
                onClick={() => onTag(id)}
                className={cn(
                  'flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm hover:bg-hover',
                  on && 'border-accent bg-accent-soft text-accent-ink',
                )}
              >
                {on ? <Check size={12} aria-hidden /> : <Dot colour={colour} />}
                {name}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
