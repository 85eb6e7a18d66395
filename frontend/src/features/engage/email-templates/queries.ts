import { keepPreviousData, type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { allFields } from '@/api/catalogues';
import {
  getEmailTemplateOptions,
  listEmailPlaceholdersOptions,
  listEmailTemplatesInfiniteQueryKey,
  listEmailTemplatesQueryKey,
} from '@/api/gen/@tanstack/react-query.gen';
import { previewEmailDraft } from '@/api/gen/sdk.gen';
import type { EmailDraftIn } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';

export const templateQuery = (template_id: string) => getEmailTemplateOptions({ path: { template_id } });

/** Every list and page of templates is asked again. */
export const templatesChanged = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries({ queryKey: listEmailTemplatesQueryKey() }),
    client.invalidateQueries({ queryKey: listEmailTemplatesInfiniteQueryKey() }),
    client.invalidateQueries({ queryKey: [{ _id: 'getEmailTemplate' }] }),
  ]);

/** The e-mail as the customer would get it. What it cannot say is an answer too, so it is not asked again. */
export const previewQuery = (body: EmailDraftIn) =>
  queryOptions({
    queryKey: ['previewEmailDraft', body],
    queryFn: async ({ signal }) => (await previewEmailDraft({ body, signal, throwOnError: true })).data,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });

const NONE: never[] = [];

/** What can be put in, and what to call it. */
export function usePlaceholders() {
  const paths = useQuery({ ...listEmailPlaceholdersOptions({ query: { limit: 200 } }), staleTime: 60_000 });
  const fields = useQuery({ ...allFields(), enabled: useMay('custom_fields:read') });
  return { paths: paths.data?.items ?? [], fields: fields.data ?? NONE };
}
