import { ArrowLeft, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FolderOut } from '@/api/gen/types.gen';
import { Dot } from '@/ui/chip';
import { IconButton } from '@/ui/icon-button';
import { TabPanel, Tabs } from '@/ui/tabs';
import type { FolderPart } from './page';
import { FolderPermissions } from './permissions';
import { FolderSections } from './sections';
import { Statuses } from './statuses';

type Props = {
  folder: FolderOut;
  part: FolderPart;
  onPart: (part: FolderPart) => void;
  onBack: () => void;
  onEdit: () => void;
};

/** What belongs to one folder. */
export function FolderDetails({ folder, part, onPart, onBack, onEdit }: Props) {
  const { t } = useTranslation('records/folders/settings');
  return (
    <section aria-labelledby="folder-name">
      <div className="flex items-center gap-2 pb-1">
        <IconButton icon={ArrowLeft} label={t('back')} onClick={onBack} className="lg:hidden" />
        <Dot colour={folder.colour} />
        <h2 id="folder-name" className="min-w-0 truncate font-semibold text-lg">
          {folder.name}
        </h2>
        <IconButton size="sm" icon={Pencil} iconSize={14} label={t('editOf', { name: folder.name })} onClick={onEdit} />
      </div>
      <Tabs
        label={folder.name}
        value={part}
        onValueChange={onPart}
        listClassName="px-0"
        tabs={(['statuses', 'sections', 'permissions'] as const).map((value) => ({
          value,
          label: t(`parts.${value}`),
        }))}
      >
        <TabPanel value="statuses" className="pt-3">
          <Statuses folder={folder} />
        </TabPanel>
        <TabPanel value="sections" className="pt-3">
          <FolderSections folder={folder} />
        </TabPanel>
        <TabPanel value="permissions" className="pt-3">
          <FolderPermissions folder={folder} />
        </TabPanel>
      </Tabs>
    </section>
  );
}
