import { CopyPlus, Download, Ellipsis, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { asProblem } from '@/lib/problem';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { notify } from '@/ui/toast/manager';
import { useAutomationActions } from './queries';

const Confirm = lazy(() => import('@/components/confirm').then((module) => ({ default: module.Confirm })));

type Props = { automation: { id: string; name: string }; onOpen: (id: string) => void; onGone?: () => void };

/** What can be done with an automation as a whole. */
export function AutomationMenu({ automation: { id, name }, onOpen, onGone }: Props) {
  const { t } = useTranslation('edge/automations');
  const mayWrite = useMay('automations:write');
  const { duplicate, exportFile, remove } = useAutomationActions();
  const [removing, setRemoving] = useState(false);
  const failed = (thrown: unknown) => notify({ title: asProblem(thrown).detail || t('failed'), tone: 'danger' });
  return (
    <>
      <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name })} />}>
        {mayWrite && (
          <MenuItem icon={CopyPlus} onClick={() => void duplicate(id).then((made) => onOpen(made.id), failed)}>
            {t('duplicate')}
          </MenuItem>
        )}
        <MenuItem icon={Download} onClick={() => void exportFile(id, name).catch(failed)}>
          {t('export')}
        </MenuItem>
        {mayWrite && <MenuRule />}
        {mayWrite && (
          <MenuItem icon={Trash2} danger onClick={() => setRemoving(true)}>
            {t('delete')}
          </MenuItem>
        )}
      </Menu>
      <Suspense>
        {removing && (
          <Confirm
            open
            onOpenChange={() => setRemoving(false)}
            danger
            title={t('deleteTitle', { name })}
            text={t('deleteText')}
            confirmLabel={t('delete')}
            onConfirm={async () => {
              await remove(id);
              notify({ title: t('deleted', { name }) });
              onGone?.();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
