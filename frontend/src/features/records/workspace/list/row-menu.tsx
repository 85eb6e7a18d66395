import { ExternalLink, FolderInput, Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { copyText } from '@/lib/clipboard';
import MenuAt from '@/ui/menu/at';
import { MenuItem } from '@/ui/menu/parts';
import { notify } from '@/ui/toast/manager';

export type RowTarget = { customer: CustomerOut; at: { x: number; y: number }; row: HTMLAnchorElement };
type Props = { target: RowTarget; onMove: () => void; onClose: () => void };

/** What can be done with a customer without opening it. */
export default function RowMenu({ target: { customer, at, row }, onMove, onClose }: Props) {
  const { t } = useTranslation(['records/workspace', 'records/folders']);
  const mayMove = useMay('customers:write');
  return (
    <MenuAt at={at} from={row} onClose={onClose}>
      {mayMove && (
        <MenuItem icon={FolderInput} onClick={onMove}>
          {t('records/folders:move')}
        </MenuItem>
      )}
      <MenuItem
        icon={Link2}
        onClick={() =>
          void copyText(row.href).then(
            (done) => done && notify({ title: t('list.linkCopied', { name: customer.name }) }),
          )
        }
      >
        {t('list.copyLink')}
      </MenuItem>
      <MenuItem icon={ExternalLink} onClick={() => window.open(row.href, '_blank', 'noopener')}>
        {t('list.newTab')}
      </MenuItem>
    </MenuAt>
  );
}
