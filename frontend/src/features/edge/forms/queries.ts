import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { every } from '@/api/catalogues';
import { getFormQueryKey, listFormsQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { deleteForm, duplicateForm, listForms, updateForm } from '@/api/gen/sdk.gen';
import type { FormOut, FormPatch } from '@/api/gen/types.gen';
import { versionOf } from '@/api/runtime';
import { changeItem, keysOf, withPending, writeAhead } from '@/lib/optimistic';
import { asProblem } from '@/lib/problem';

const limit = 200;
const throwOnError = true as const;

export const allForms = queryOptions({
  queryKey: [...listFormsQueryKey(), 'all'],
  queryFn: ({ signal }) => every((cursor) => listForms({ query: { limit, cursor }, signal, throwOnError })),
});

const pathOf = (id: string) => `/api/v1/forms/${id}`;

/** Changes a form at once and tells the server, one change after the other; a stale one is refused and read anew. */
export function useSaveForm(id: string) {
  const client = useQueryClient();
  const key = getFormQueryKey({ path: { form_id: id } });
  const mutationKey = ['saveForm', id];
  return useMutation({
    mutationKey,
    scope: { id: `form-${id}` },
    mutationFn: async (body: FormPatch) => {
      const version = versionOf(pathOf(id));
      const headers = version ? { 'If-Match': version } : undefined;
      return (await updateForm({ path: { form_id: id }, body, headers, throwOnError })).data;
    },
    onMutate: async (body) => {
      const form = await writeAhead<FormOut>(client, [key], (cached) => ({ ...cached, ...body }) as FormOut);
      const list = await writeAhead<FormOut[]>(client, [allForms.queryKey], (cached) =>
        cached.map((each) => (each.id === id ? ({ ...each, ...body } as FormOut) : each)),
      );
      return { undo: () => [form, list].forEach(({ undo }) => void undo()) };
    },
    onSuccess: (saved, body) => {
      const now = withPending(client, mutationKey, saved, body as Partial<FormOut>);
      client.setQueryData(key, now);
      client.setQueryData(allForms.queryKey, (cached) => cached?.map((each) => (each.id === id ? now : each)));
    },
    onError: (thrown, _body, done) => {
      done?.undo();
      if (asProblem(thrown).status === 412) void client.invalidateQueries({ queryKey: key });
    },
  });
}

export function useFormActions() {
  const client = useQueryClient();
  const changed = () => client.invalidateQueries({ queryKey: listFormsQueryKey() });
  return {
    duplicate: async (id: string) => {
      const { data } = await duplicateForm({ path: { form_id: id }, throwOnError });
      await changed();
      return data;
    },
    remove: async (id: string) => {
      await deleteForm({ path: { form_id: id }, query: { force: true }, throwOnError });
      client.removeQueries({ queryKey: getFormQueryKey({ path: { form_id: id } }) });
      for (const queryKey of keysOf(client, 'listForms')) {
        client.setQueryData(queryKey, (cached: FormOut[] | { items: FormOut[] } | undefined) =>
          Array.isArray(cached) ? cached.filter((each) => each.id !== id) : changeItem(cached, id, () => null),
        );
      }
    },
    changed,
  };
}
