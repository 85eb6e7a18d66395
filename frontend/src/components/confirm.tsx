import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/lib/problem';
import { AlertDialog } from '@/ui/alert-dialog';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { ProblemNotice } from './problem';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What happens, and that it cannot be undone. */
  text: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  /** For what would hurt many: the button works only once this was typed. */
  typeName?: string;
  /**
   * The dialog closes when it succeeds and shows why when it does not. When forms or automations use the thing, they are
   * listed, and the next press says `force`.
   */
  onConfirm: (force: boolean) => Promise<unknown> | undefined;
  children?: ReactNode;
};

/** Only for what cannot be undone; everything else is done at once with an undo toast. */
export function Confirm({
  open,
  onOpenChange,
  title,
  text,
  confirmLabel,
  danger,
  typeName,
  onConfirm,
  children,
}: Props) {
  const { t } = useTranslation('components');
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const inUse = error !== undefined && asProblem(error).code === 'in-use';
  const close = () => {
    setTyped('');
    setError(undefined);
    onOpenChange(false);
  };
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm(inUse);
      close();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={title}
      description={text}
      confirmLabel={inUse ? t('confirm.anyway', { action: confirmLabel }) : confirmLabel}
      cancelLabel={t('cancel')}
      danger={danger}
      busy={busy}
      disabled={typeName !== undefined && typed.trim() !== typeName}
      onConfirm={() => void confirm()}
    >
      {children}
      {typeName !== undefined && (
        <Field label={t('confirm.typeToConfirm', { name: typeName })}>
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        </Field>
      )}
      {error !== undefined && <ProblemNotice error={error} />}
    </AlertDialog>
  );
}
