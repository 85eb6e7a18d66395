import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allEmailTemplates, allFields, allFolders, allGroups, allMembers, allTags, every } from '@/api/catalogues';
import {
  getAutomationCatalogueOptions,
  listAutomationsQueryKey,
  listRelationTypesOptions,
} from '@/api/gen/@tanstack/react-query.gen';
import { listAutomations } from '@/api/gen/sdk.gen';
import type { CatalogueOut, CustomFieldOut, PathOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import type { Thing } from '@/sockets/steps';
import type { Option } from '@/ui/combobox';

export const allAutomations = queryOptions({
  queryKey: [...listAutomationsQueryKey(), 'all'],
  queryFn: ({ signal }) =>
    every((cursor) => listAutomations({ query: { limit: 200, cursor }, signal, throwOnError: true })),
});

const EMPTY: CatalogueOut = { event_types: [], step_kinds: [], paths: [], operators: {} };

export type Names = {
  /** Everything of a kind that can be chosen. */
  options: (thing: Thing) => readonly Option[];
  /** What an id is called; the id's beginning when it is not known. */
  name: (thing: Thing, id: unknown) => string;
  fields: readonly CustomFieldOut[];
  catalogue: CatalogueOut;
  ready: boolean;
};

/** What the ids in a flow are called, and what there is to choose from. */
export function useNames(): Names {
  const mayFolders = useMay('folders:read');
  const mayTags = useMay('tags:read');
  const folders = useQuery({ ...allFolders, enabled: mayFolders });
  const tags = useQuery({ ...allTags, enabled: mayTags });
  const groups = useQuery({ ...allGroups, enabled: mayTags });
  const members = useQuery({ ...allMembers, enabled: useMay('members:read') });
  const fields = useQuery({ ...allFields(), enabled: useMay('custom_fields:read') });
  const may = useMay('automations:read');
  const templates = useQuery({ ...allEmailTemplates, enabled: useMay('email_templates:read') });
  const automations = useQuery({ ...allAutomations, enabled: may });
  const catalogue = useQuery({ ...getAutomationCatalogueOptions(), enabled: may, staleTime: 60_000 });
  const relations = useQuery({
    ...listRelationTypesOptions({ query: { limit: 200 } }),
    enabled: useMay('customers:read'),
    staleTime: 60_000,
  });
  return useMemo(() => {
    const options: Record<Thing, readonly Option[]> = {
      folder: (folders.data ?? []).map(({ id, name, colour }) => ({ id, name, colour })),
      status: (folders.data ?? []).flatMap(({ name: folder, statuses }) =>
        statuses.map(({ id, name, colour }) => ({ id, name, colour, hint: folder })),
      ),
      tag: (tags.data ?? []).map(({ id, name, colour }) => ({ id, name, colour })),
      group: (groups.data ?? []).map(({ id, name }) => ({ id, name })),
      member: (members.data ?? []).map(({ id, name, email }) => ({ id, name, hint: email })),
      relation: (relations.data?.items ?? []).map(({ id, name }) => ({ id, name })),
      automation: (automations.data ?? []).map(({ id, name }) => ({ id, name })),
      template: (templates.data ?? []).map(({ id, name, subject }) => ({ id, name, hint: subject })),
    };
    const name = (thing: Thing, id: unknown) =>
      options[thing].find((option) => option.id === id)?.name ?? (typeof id === 'string' && id ? id.slice(0, 8) : '…');
    return {
      options: (thing) => options[thing],
      name,
      fields: fields.data ?? [],
      catalogue: catalogue.data ?? EMPTY,
      ready: !catalogue.isLoading,
    };
  }, [
    folders.data,
    tags.data,
    groups.data,
    members.data,
    relations.data,
    automations.data,
    templates.data,
    fields.data,
    catalogue,
  ]);
}

const ANY: Omit<PathOut, 'path'> = { kind: 'any', refers_to: null, options: [] };

/** What is known of a path. Data and changes of the trigger are as the customer's own properties of that name. */
export function pathInfo({ paths }: Pick<CatalogueOut, 'paths'>, path: string): PathOut {
  const known = paths.find((each) => each.path === path);
  if (known) return known;
  const own = /^trigger\.(?:changes|data)\.(.+)$/.exec(path)?.[1];
  const like = own && paths.find((each) => each.path === `customer.${own}`);
  return like ? { ...like, path } : { path, ...ANY };
}

/** The thing that the ids at a path are; customers are found by searching. */
export const thingOf = ({ refers_to }: Pick<PathOut, 'refers_to'>): Thing | null =>
  refers_to === 'folder' || refers_to === 'status' || refers_to === 'member' || refers_to === 'tag' ? refers_to : null;
