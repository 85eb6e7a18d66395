import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exported } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { asProblem } from '@/lib/problem';
import { Dialog } from '@/ui/dialog';
import { FileDrop } from '@/ui/file-drop';
import { useAutomationActions } from '../queries';

const MOST = 2 * 1024 * 1024;

/** Takes the file of an export. What it refers to is found by name; what is not found is named. */
export default function ImportDialog({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const { t } = useTranslation('edge/automations');
  const { importFile } = useAutomationActions();
  const [unreadable, setUnreadable] = useState(false);
  const send = useMutation({
    meta: { inline: true },
    mutationFn: importFile,
    onSuccess: (made) => onMade(made.id),
  });
  const take = async (file: File) => {
    setUnreadable(false);
    send.reset();
    try {
      send.mutate(JSON.parse(await file.text()) as Exported);
    } catch {
      setUnreadable(true);
    }
  };
  const wrong = send.error ? asProblem(send.error).errors : [];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('import.title')} description={t('import.text')}>
      <div className="flex flex-col gap-3">
        <FileDrop
          label={t('import.drop')}
          accept={['.json']}
          maxBytes={MOST}
          onFile={(file) => void take(file)}
          disabled={send.isPending}
        />
        {unreadable && (
          <p role="alert" className="text-danger-ink text-sm">
            {t('import.noJson')}
          </p>
        )}
        {send.error && <ProblemNotice error={send.error} />}
        {wrong.length > 0 && (
          <ul className="flex flex-col gap-1 text-sm">
            {wrong.map(({ pointer, message }) => (
              <li key={pointer + message}>
                <span className="font-mono text-muted text-xs">{pointer}</span> {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
