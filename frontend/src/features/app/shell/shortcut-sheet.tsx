import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCommands } from '@/lib/commands';
import { Dialog } from '@/ui/dialog';
import { Kbd } from '@/ui/kbd';

/** Every shortcut that works on this screen, read from the one registry. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app/shell');
  const [groups] = useState(() => {
    const seen = new Set<string>();
    const withKeys = listCommands().filter(({ keys }) => keys && !seen.has(keys) && seen.add(keys));
    return Map.groupBy(withKeys, ({ group }) => group);
  });
  return (
    <Dialog open onOpenChange={onClose} title={t('sheet.title')} description={t('sheet.text')} size="md">
      <div className="flex flex-col gap-5">
        {[...groups].map(([group, commands]) => (
          <section key={group}>
            <h3 className="mb-1 font-medium text-muted text-xs">{group}</h3>
            <dl>
              {commands.map(({ id, label, keys }) => (
                <div key={id} className="flex min-h-row items-center justify-between gap-4 border-b last:border-b-0">
                  <dt className="text-sm">{label}</dt>
                  <dd>
                    <Kbd keys={keys ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
