import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';

type Props = {
  open: boolean;
  /** Each thing both changed: its name, what is saved now, what this person wrote. */
  changes: { label: string; theirs: string; mine: string }[];
  onKeepTheirs: () => void;
  onKeepMine: () => void;
};

/** After a 412: both values side by side, and the person chooses. Closing keeps what is saved. */
export function Conflict({ open, changes, onKeepTheirs, onKeepMine }: Props) {
  const { t } = useTranslation('components');
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onKeepTheirs()}
      title={t('conflict.title')}
      footer={
        <>
          <Button onClick={onKeepTheirs}>{t('conflict.keepTheirs')}</Button>
          <Button variant="primary" onClick={onKeepMine}>
            {t('conflict.keepMine')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {changes.map(({ label, theirs, mine }) => (
          <section key={label}>
            <h3 className="font-medium text-sm">{label}</h3>
            <dl className="mt-1 grid gap-3 sm:grid-cols-2">
              <Version name={t('conflict.theirs')} text={theirs} />
              <Version name={t('conflict.mine')} text={mine} />
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Version({ name, text }: { name: string; text: string }) {
  return (
    <div className="rounded-md border bg-sunken p-3">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="mt-1 whitespace-pre-wrap text-sm">{text || '–'}</dd>
    </div>
  );
}
