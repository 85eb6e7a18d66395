import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { OctagonPause } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { getWorkspaceOptions, getWorkspaceQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { updateWorkspace } from '@/api/gen/sdk.gen';
import { useMay } from '@/api/session';
import { Button } from '@/ui/button';
import { notify } from '@/ui/toast/manager';

/** The emergency switch of the workspace: said in large letters while it is thrown, a quiet button before. */
export function KillSwitch() {
  const { t } = useTranslation('edge/automations');
  const client = useQueryClient();
  const may = useMay('workspace:manage');
  const { data } = useQuery(getWorkspaceOptions());
  const stop = useMutation({
    mutationFn: async (automations_stopped: boolean) =>
      (await updateWorkspace({ body: { automations_stopped }, throwOnError: true })).data,
    onSuccess: (saved) => {
      client.setQueryData(getWorkspaceQueryKey(), saved);
      const stopped = saved.automations_stopped;
      const undo = stopped ? () => stop.mutate(false) : undefined;
      notify({ title: t(stopped ? 'kill.stopped' : 'kill.goesOn'), undo });
    },
  });
  if (!data) return null;
  if (data.automations_stopped)
    return (
      <div
        role="alert"
        className="my-2 flex flex-wrap items-center gap-3 rounded-md bg-danger-soft px-3 py-2.5 text-sm"
      >
        <OctagonPause size={16} aria-hidden className="text-danger-ink" />
        <p className="min-w-0 flex-1 basis-60">{t('kill.state')}</p>
        {may && (
          <Button size="sm" busy={stop.isPending} onClick={() => stop.mutate(false)}>
            {t('kill.resume')}
          </Button>
        )}
      </div>
    );
  if (!may) return null;
  return (
    <Button variant="quiet" busy={stop.isPending} onClick={() => stop.mutate(true)}>
      <OctagonPause size={16} aria-hidden />
      {t('kill.stop')}
    </Button>
  );
}
