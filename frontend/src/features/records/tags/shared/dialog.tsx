import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerOut, TagOut } from '@/api/gen/types.gen';
import { EmptyState } from '@/components/empty-state';
import { SearchField } from '@/components/search-field';
import { Button } from '@/ui/button';
import { Dot } from '@/ui/chip';
import { Dialog } from '@/ui/dialog';
import { SkeletonLines } from '@/ui/skeleton';
import { useTagBlocks } from './blocks';
import type { TagAddition } from './tool';

type Props = { customer: CustomerOut; onAdd: (addition: TagAddition) => void; onClose: () => void };

/** All tags by group; a group is added whole, and searching looks inside every group. */
export default function TagDialog({ customer, onAdd, onClose }: Props) {
  const { t } = useTranslation('records/tags');
  const [typed, setTyped] = useState('');
  const { tags, blocks, query } = useTagBlocks(typed);
  const has = (id: string) => customer.tags.some((tag) => tag.id === id);
  const addTag = (tag: TagOut) =>
    onAdd({ tagIds: [tag.id], groupIds: [], shown: [tag], said: t('added', { name: tag.name }) });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('add')}
      footer={<Button onClick={onClose}>{t('done')}</Button>}
    >
      <div className="flex flex-col gap-4">
        <SearchField label={t('search')} value={typed} onChange={setTyped} autoFocus />
        {tags.isPending && <SkeletonLines />}
        {tags.isSuccess && blocks.length === 0 && (
          <EmptyState kind={query ? 'match' : 'first'} title={t(query ? 'noMatch' : 'noneYet')} />
        )}
        {blocks.map(({ group, own, shown }) => {
          const all = own.every(({ id }) => has(id));
          const title = group?.name ?? t('ungrouped');
          return (
            <section key={group?.id ?? 'none'} aria-label={title}>
              <div className="flex min-h-8 items-center justify-between gap-2">
                <h3 className="font-medium text-muted text-xs">{title}</h3>
                {group && (
                  <Button
                    size="sm"
                    variant="quiet"
                    disabled={all}
                    aria-label={t('addGroupOf', { name: group.name })}
                    onClick={() =>
                      onAdd({
                        tagIds: [],
                        groupIds: [group.id],
                        shown: own,
                        said: t('groupAdded', { name: group.name }),
                      })
                    }
                  >
                    {t(all ? 'hasAll' : 'addGroup')}
                  </Button>
                )}
              </div>
              <ul className="flex flex-wrap gap-1">
                {shown.map((tag) => (
                  <li key={tag.id}>
                    <button
                      type="button"
                      aria-pressed={has(tag.id)}
                      disabled={has(tag.id)}
                      onClick={() => addTag(tag)}
                      className="flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm hover:bg-hover disabled:bg-sunken disabled:text-muted"
                    >
                      {has(tag.id) ? <Check size={12} aria-hidden /> : <Dot colour={tag.colour} />}
                      {tag.name}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
