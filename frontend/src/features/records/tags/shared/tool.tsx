import { useMutation } from '@tanstack/react-query';
import { Tags } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addCustomerTags, removeCustomerTag } from '@/api/gen/sdk.gen';
import type { CustomerOut, TagRef } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { Section } from '@/components/section';
import { useRefresh, useShowAhead } from '@/features/records/overview/shared/writes';
import { useCommands } from '@/lib/commands';
import { lazily } from '@/lib/lazily';
import { mayWith } from '@/sockets/record';
import type { ToolProps } from '@/sockets/tools';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { notify } from '@/ui/toast/manager';

const TagDialog = lazily(() => import('./dialog'));
export type TagAddition = { tagIds: string[]; groupIds: string[]; shown: TagRef[]; said: string };

/** The customer's tags, A to Z; more are added one by one or as a whole group. */
export function TagsTool({ overview }: Pick<ToolProps, 'overview'>) {
  const { customer } = overview;
  const mayTag = mayWith(overview, 'tag');
  const { t, i18n } = useTranslation('records/tags');
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<TagRef | null>(null);
  const showAhead = useShowAhead(customer.id);
  const refresh = useRefresh(customer.id);
  const path = { customer_id: customer.id };
  const { mutate } = useMutation({
    scope: { id: `customer-${customer.id}` },
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSettled: refresh,
  });
  useCommands(
    mayTag
      ? [
          {
            id: 'customer.tag',
            label: t('add'),
            keys: 't',
            group: t('group'),
            icon: Tags,
            run: () => setAdding(true),
          },
        ]
      : [],
  );
  const sorted = (tags: TagRef[]) => [...tags].sort((a, b) => a.name.localeCompare(b.name, i18n.resolvedLanguage));
  const without = (ids: string[]) => (shown: CustomerOut) => ({
    ...shown,
    tags: shown.tags.filter(({ id }) => !ids.includes(id)),
  });
  const remove = async (ids: string[]) => {
    const undo = await showAhead(without(ids));
    mutate(
      async () => {
        for (const tag_id of ids) await removeCustomerTag({ path: { ...path, tag_id }, throwOnError: true });
      },
      { onError: undo },
    );
  };
  const add = async ({ tagIds, groupIds, shown, said }: TagAddition) => {
    const fresh = shown.filter(({ id }) => !customer.tags.some((tag) => tag.id === id));
    const undo = await showAhead((before) => ({ ...before, tags: sorted([...before.tags, ...fresh]) }));
    mutate(() => addCustomerTags({ path, body: { tag_ids: tagIds, group_ids: groupIds }, throwOnError: true }), {
      onError: undo,
      onSuccess: () => notify({ title: said, undo: () => void remove(fresh.map(({ id }) => id)) }),
    });
  };
  return (
    <Section name="tools.tags" title={t('title')} count={customer.tags.length || undefined}>
      {customer.tags.length === 0 && <p className="pb-2 text-muted text-sm">{t('none')}</p>}
      <ul className="flex flex-wrap gap-1 pb-2" aria-label={t('title')}>
        {sorted(customer.tags).map((tag) => (
          <li key={tag.id} className="max-w-full">
            <Chip colour={tag.colour} name={tag.name} onRemove={mayTag ? () => setRemoving(tag) : undefined}>
              {tag.name}
            </Chip>
          </li>
        ))}
      </ul>
      {mayTag && (
        <Button size="sm" onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
      )}
      <Suspense>
        {adding && (
          <TagDialog customer={customer} onAdd={(addition) => void add(addition)} onClose={() => setAdding(false)} />
        )}
      </Suspense>
      <Confirm
        open={removing !== null}
        onOpenChange={() => setRemoving(null)}
        title={t('removeTitle', { name: removing?.name ?? '' })}
        text={t('removeText', { name: customer.name })}
        confirmLabel={t('remove')}
        danger
        onConfirm={() => (removing ? remove([removing.id]) : undefined)}
      />
    </Section>
  );
}
