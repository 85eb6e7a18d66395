import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  getAutomationQueryKey,
  listAutomationRunsQueryKey,
  listAutomationsQueryKey,
  listRunsOfAutomationQueryKey,
} from '@/api/gen/@tanstack/react-query.gen';
import {
  createAutomation,
  deleteAutomation,
  duplicateAutomation,
  exportAutomation,
  importAutomation,
  updateAutomation,
} from '@/api/gen/sdk.gen';
import type { AutomationOut, AutomationPatch, Exported } from '@/api/gen/types.gen';
import { versionOf } from '@/api/runtime';
import { saveText } from '@/lib/download';
import { asProblem } from '@/lib/problem';
import { type Draft, flowOf } from './shared/flow';
import { allAutomations } from './shared/names';

const throwOnError = true as const;
export const keyOf = (id: string) => getAutomationQueryKey({ path: { automation_id: id } });

export function useAutomationCache() {
  const client = useQueryClient();
  return {
    changed: () => client.invalidateQueries({ queryKey: listAutomationsQueryKey() }),
    keep: (saved: AutomationOut) => client.setQueryData(keyOf(saved.id), saved),
    runsChanged: (id: string) =>
      Promise.all(
        [listRunsOfAutomationQueryKey({ path: { automation_id: id } }), listAutomationRunsQueryKey(), keyOf(id)].map(
          (queryKey) => client.invalidateQueries({ queryKey }),
        ),
      ),
  };
}

/** Switches an automation, in the list and on its page at once; the server's no takes it back. */
export function useSwitch(id: string) {
  const client = useQueryClient();
  const cache = useAutomationCache();
  const show = (enabled: boolean) => {
    client.setQueryData(allAutomations.queryKey, (cached) =>
      cached?.map((each) => (each.id === id ? { ...each, enabled } : each)),
    );
    client.setQueryData<AutomationOut>(keyOf(id), (cached) => cached && { ...cached, enabled });
  };
  return useMutation({
    scope: { id: `automation-${id}` },
    mutationFn: async (enabled: boolean) =>
      (await updateAutomation({ path: { automation_id: id }, body: { enabled }, throwOnError })).data,
    onMutate: show,
    onSuccess: (saved) => cache.keep(saved),
    onError: (_thrown, enabled) => show(!enabled),
    onSettled: () => cache.changed(),
  });
}

/** Saves what was edited as a new version; only what changed is sent. */
export function useSave(id: string | null) {
  const client = useQueryClient();
  const cache = useAutomationCache();
  return useMutation({
    meta: { inline: true },
    mutationFn: async ({ draft, saved }: { draft: Draft; saved: Draft | null }): Promise<AutomationOut> => {
      const { name, description } = draft;
      if (id === null)
        return (await createAutomation({ body: { ...flowOf(draft), name, description }, throwOnError })).data;
      const body: Record<string, unknown> = {};
      for (const key of Object.keys(draft) as (keyof Draft)[]) {
        if (!saved || JSON.stringify(draft[key]) !== JSON.stringify(saved[key])) body[key] = draft[key];
      }
      const version = versionOf(`/api/v1/automations/${id}`);
      const headers = version ? { 'If-Match': version } : undefined;
      return (
        await updateAutomation({ path: { automation_id: id }, body: body as AutomationPatch, headers, throwOnError })
      ).data;
    },
    onSuccess: (saved) => {
      cache.keep(saved);
      return cache.changed();
    },
    onError: (thrown) => {
      if (id && asProblem(thrown).status === 412) void client.invalidateQueries({ queryKey: keyOf(id) });
    },
  });
}

export function useAutomationActions() {
  const client = useQueryClient();
  const { changed, keep } = useAutomationCache();
  const made = async (answer: { data: AutomationOut }) => {
    keep(answer.data);
    await changed();
    return answer.data;
  };
  return {
    duplicate: async (id: string) =>
      made(await duplicateAutomation({ path: { automation_id: id }, body: {}, throwOnError })),
    importFile: async (file: Exported) => made(await importAutomation({ body: file, throwOnError })),
    exportFile: async (id: string, name: string) => {
      const { data } = await exportAutomation({ path: { automation_id: id }, throwOnError });
      const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
      saveText(`${plain}.automation.json`, JSON.stringify(data, null, 2), 'application/json');
    },
    remove: async (id: string) => {
      await deleteAutomation({ path: { automation_id: id }, throwOnError });
      client.setQueryData(allAutomations.queryKey, (cached) => cached?.filter((each) => each.id !== id));
      client.removeQueries({ queryKey: keyOf(id) });
      await changed();
    },
  };
}
