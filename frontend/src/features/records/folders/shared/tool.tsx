import { FolderInput } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '@/components/section';
import { useCommands } from '@/lib/commands';
import { lazily } from '@/lib/lazily';
import { mayWith } from '@/sockets/record';
import type { ToolProps } from '@/sockets/tools';
import { Button } from '@/ui/button';
import { Dot } from '@/ui/chip';

const MoveDialog = lazily(() => import('./move-dialog'));

/** Where the customer lies; moving shows first what changes. */
export function FolderTool({ overview }: Pick<ToolProps, 'overview'>) {
  const { customer } = overview;
  const mayMove = mayWith(overview, 'edit');
  const { t } = useTranslation('records/folders');
  const [moving, setMoving] = useState(false);
  useCommands(
    mayMove
      ? [
          {
            id: 'customer.move',
            label: t('move'),
            keys: 'm',
            group: t('group'),
            icon: FolderInput,
            run: () => setMoving(true),
          },
        ]
      : [],
  );
  return (
    <Section name="tools.folder" title={t('title')}>
      <div className="flex items-center gap-2 text-sm">
        <Dot colour={customer.folder?.colour ?? null} />
        <span className="min-w-0 flex-1 truncate">{customer.folder?.name ?? t('none')}</span>
        {mayMove && (
          <Button size="sm" onClick={() => setMoving(true)}>
            {t('move')}
          </Button>
        )}
      </div>
      <Suspense>{moving && <MoveDialog customer={customer} onClose={() => setMoving(false)} />}</Suspense>
    </Section>
  );
}
