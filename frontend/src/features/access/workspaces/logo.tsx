import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  deleteWorkspaceLogoMutation,
  getWorkspaceQueryKey,
  setWorkspaceLogoMutation,
} from '@/api/gen/@tanstack/react-query.gen';
import type { WorkspaceOut } from '@/api/gen/types.gen';
import { meQuery } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { FileDrop } from '@/ui/file-drop';

const KINDS = ['.png', '.jpg', '.jpeg', '.webp', '.gif'];
const MAX_BYTES = 5_000_000;

/** The workspace's picture: shown, replaced, removed. */
export function Logo({ workspace }: { workspace: WorkspaceOut }) {
  const { t } = useTranslation('access/workspaces');
  const client = useQueryClient();
  const done = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: getWorkspaceQueryKey() }),
      client.invalidateQueries({ queryKey: meQuery.queryKey }),
    ]);
  const meta = { inline: true };
  const upload = useMutation({ ...setWorkspaceLogoMutation(), meta, onSuccess: done });
  const remove = useMutation({ ...deleteWorkspaceLogoMutation(), meta, onSuccess: done });
  const error = upload.error ?? remove.error;
  return (
    <section aria-labelledby="logo" className="flex flex-col gap-2">
      <h2 id="logo" className="font-medium text-sm">
        {t('logo')}
      </h2>
      <div className="flex flex-wrap items-start gap-4">
        {workspace.logo_url && (
          <div className="flex flex-col items-start gap-2">
            <img
              src={workspace.logo_url}
              alt={t('logoOf', { name: workspace.name })}
              className="size-24 rounded-lg border bg-surface object-contain p-1"
            />
            <Button variant="quiet" size="sm" busy={remove.isPending} onClick={() => remove.mutate({})}>
              {t('removeLogo')}
            </Button>
          </div>
        )}
        <FileDrop
          className="min-w-60 flex-1"
          label={t('dropLogo')}
          hint={t('logoHint')}
          accept={KINDS}
          maxBytes={MAX_BYTES}
          disabled={upload.isPending}
          onFile={(file) => upload.mutate({ body: { file } })}
        />
      </div>
      {error && <ProblemNotice error={error} />}
    </section>
  );
}
