import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Tag } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { allTags } from '@/api/catalogues';
import { createTagMutation, listTagsQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { useMay, usePlace } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { dayKey } from '@/lib/time';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { MultiCombobox } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { Skeleton } from '@/ui/skeleton';
import type { Draft } from './draft';

type Props = {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  fileName: string;
  /** Whether a column of the file holds tags. */
  mapsTags: boolean;
};

const MOST_LETTERS = 60;

/** Tags that every row gets. One of their own is how the imported customers are found again. */
export function ImportTags({ draft, change, fileName, mapsTags }: Props) {
  const { t } = useTranslation('records/transfers/imports');
  const [mayTag, mayManage, mayRead] = [useMay('tags:write'), useMay('tags:manage'), useMay('tags:read')];
  const tags = useQuery({ ...allTags, enabled: mayRead });
  const { timeZone } = usePlace();
  const client = useQueryClient();
  const create = useMutation({
    ...createTagMutation(),
    meta: { inline: true },
    onSuccess: async (tag) => {
      client.setQueryData(allTags.queryKey, (old) => [...(old ?? []), tag]);
      change({ tagIds: [...draft.tagIds, tag.id] });
      await client.invalidateQueries({ queryKey: listTagsQueryKey() });
    },
  });
  const name = `${fileName.replace(/\.[^.]+$/, '').slice(0, MOST_LETTERS)} ${dayKey(new Date().toISOString(), timeZone)}`;
  const existing = tags.data?.find((tag) => tag.name.toLowerCase() === name.toLowerCase());
  const chosen = (tags.data ?? []).filter(({ id }) => draft.tagIds.includes(id));
  const offered = existing ? !draft.tagIds.includes(existing.id) : mayManage;
  if (!mayTag) return <p className="text-muted text-sm">{t('options.tags.refused')}</p>;
  return (
    <div className="flex max-w-lg flex-col gap-3">
      {mayRead && tags.isPending && <Skeleton className="h-control" />}
      {tags.error && <ProblemNotice error={tags.error} retry={() => void tags.refetch()} />}
      {tags.data && (
        <Field label={t('options.tags.label')} optional>
          <MultiCombobox
            items={tags.data}
            value={chosen}
            placeholder={t('options.tags.none')}
            onValueChange={(next) => change({ tagIds: next.map(({ id }) => id) })}
          />
        </Field>
      )}
      {tags.data && offered && (
        <Button
          size="sm"
          className="h-auto min-h-7 self-start whitespace-normal py-1 text-start"
          busy={create.isPending}
          onClick={() =>
            existing ? change({ tagIds: [...draft.tagIds, existing.id] }) : create.mutate({ body: { name } })
          }
        >
          <Tag size={14} aria-hidden className="shrink-0" />
          {t(existing ? 'options.tags.use' : 'options.tags.make', { name })}
        </Button>
      )}
      {create.error && <ProblemNotice error={create.error} />}
      {mapsTags && mayManage && (
        <Field inline label={t('options.tags.missing')} description={t('options.tags.missingHint')}>
          <Checkbox
            checked={draft.createMissingTags ?? true}
            onCheckedChange={(createMissingTags) => change({ createMissingTags })}
          />
        </Field>
      )}
      {mapsTags && !mayManage && <p className="text-muted text-sm">{t('options.tags.onlyKnown')}</p>}
    </div>
  );
}
