import { Copy, CopyPlus, Ellipsis, ExternalLink, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { Confirm } from '@/components/confirm';
import { copyText } from '@/lib/clipboard';
import { asProblem } from '@/lib/problem';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem, MenuLink, MenuRule } from '@/ui/menu';
import { notify } from '@/ui/toast/manager';
import { useFormActions } from './queries';
import { addressOf } from './snippets';

type Props = { form: FormOut; onOpen: (id: string) => void; onGone?: () => void };

/** What can be done with a form as a whole. */
export function FormMenu({ form, onOpen, onGone }: Props) {
  const { t } = useTranslation('edge/forms');
  const mayWrite = useMay('forms:write');
  const { duplicate, remove } = useFormActions();
  const [removing, setRemoving] = useState(false);
  const copy = () =>
    duplicate(form.id).then(
      (made) => onOpen(made.id),
      (thrown) => notify({ title: asProblem(thrown).detail || t('failed'), tone: 'danger' }),
    );
  return (
    <>
      <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name: form.name })} />}>
        <MenuLink icon={ExternalLink} render={<a href={addressOf(form)} target="_blank" rel="noreferrer" />}>
          {t('openPage')}
        </MenuLink>
        <MenuItem
          icon={Copy}
          onClick={() => void copyText(addressOf(form)).then((done) => done && notify({ title: t('linkCopied') }))}
        >
          {t('copyLink')}
        </MenuItem>
        {mayWrite && (
          <MenuItem icon={CopyPlus} onClick={() => void copy()}>
            {t('duplicate')}
          </MenuItem>
        )}
        {mayWrite && <MenuRule />}
        {mayWrite && (
          <MenuItem icon={Trash2} danger onClick={() => setRemoving(true)}>
            {t('delete')}
          </MenuItem>
        )}
      </Menu>
      {removing && (
        <Confirm
          open
          onOpenChange={() => setRemoving(false)}
          danger
          title={t('deleteTitle', { name: form.name })}
          text={form.submission_count ? t('deleteText', { count: form.submission_count }) : t('deleteEmptyText')}
          typeName={form.submission_count ? form.name : undefined}
          confirmLabel={t('delete')}
          onConfirm={async () => {
            await remove(form.id);
            notify({ title: t('deleted', { name: form.name }) });
            onGone?.();
          }}
        />
      )}
    </>
  );
}
