import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Ellipsis, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { archiveEmailTemplate, deleteEmailTemplate, restoreEmailTemplate } from '@/api/gen/sdk.gen';
import type { EmailTemplateOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { UnmetList } from '@/components/problem';
import { asProblem, type Problem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { notify } from '@/ui/toast/manager';
import { templatesChanged } from './queries';

type Props = { template: EmailTemplateOut; onGone?: () => void };
type Asking = { what: 'delete' } | { what: 'archive' | 'used'; problem: Problem };

/** Archive, restore, delete. What automations use is listed first. */
export function TemplateMenu({ template, onGone }: Props) {
  const { t } = useTranslation('engage/email-templates');
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { id: template_id, name, archived_at } = template;
  const path = { template_id };
  const turn = useMutation({
    meta: { inline: true },
    mutationFn: (archive: boolean) =>
      (archive ? archiveEmailTemplate : restoreEmailTemplate)({ path, throwOnError: true }),
    onError: (thrown) => {
      const problem = asProblem(thrown);
      if (problem.code === 'in-use') setAsking({ what: 'archive', problem });
      else notify({ title: problem.detail || problem.title, tone: 'danger' });
    },
    onSuccess: (_result, archive) =>
      notify(
        archive
          ? { title: t('archivedNow', { name }), undo: () => turn.mutate(false) }
          : { title: t('restored', { name }) },
      ),
    onSettled: () => templatesChanged(client),
  });
  const close = () => setAsking(null);
  return (
    <>
      <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name })} />}>
        {archived_at ? (
          <MenuItem icon={ArchiveRestore} onClick={() => turn.mutate(false)}>
            {t('restore')}
          </MenuItem>
        ) : (
          <MenuItem icon={Archive} hint={t('archiveHint')} onClick={() => turn.mutate(true)}>
            {t('archive')}
          </MenuItem>
        )}
        <MenuRule />
        <MenuItem icon={Trash2} danger onClick={() => setAsking({ what: 'delete' })}>
          {t('delete')}
        </MenuItem>
      </Menu>
      {asking?.what === 'archive' && (
        <Confirm
          open
          onOpenChange={close}
          title={t('archiveUsed', { name })}
          text={t('archiveUsedText')}
          confirmLabel={t('archive')}
          onConfirm={async () => {
            await archiveEmailTemplate({ path, query: { force: true }, throwOnError: true });
            await templatesChanged(client);
          }}
        >
          <UnmetList unmet={asking.problem.unmet} />
        </Confirm>
      )}
      {asking?.what === 'delete' && (
        <Confirm
          open
          onOpenChange={() => setAsking((now) => (now?.what === 'delete' ? null : now))}
          danger
          title={t('deleteTitle', { name })}
          text={t('deleteText')}
          confirmLabel={t('delete')}
          onConfirm={async () => {
            try {
              await deleteEmailTemplate({ path, throwOnError: true });
            } catch (thrown) {
              const problem = asProblem(thrown);
              if (problem.code !== 'in-use') throw thrown;
              setAsking({ what: 'used', problem });
              return;
            }
            onGone?.();
            client.removeQueries({ queryKey: [{ _id: 'getEmailTemplate', path }] });
            await templatesChanged(client);
            notify({ title: t('deleted', { name }) });
          }}
        />
      )}
      {asking?.what === 'used' && (
        <Dialog
          open
          onOpenChange={close}
          title={t('inUse', { name })}
          description={t('inUseText')}
          footer={<Button onClick={close}>{t('close')}</Button>}
        >
          <UnmetList unmet={asking.problem.unmet} />
        </Dialog>
      )}
    </>
  );
}
