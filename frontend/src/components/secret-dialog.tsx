import { TriangleAlert } from 'lucide-react';
import { CopyButton } from '@/components/copy-button';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';

type Props = {
  title: string;
  text: string;
  secret: string;
  copyLabel: string;
  /** On the button that says that it is kept. */
  storedLabel: string;
  /** What becomes of the one before. */
  note?: string;
  /** The note is something to act on. */
  urgent?: boolean;
  onClose: () => void;
};

/** The only time a secret is seen. */
export function SecretDialog({ title, text, secret, copyLabel, storedLabel, note, urgent, onClose }: Props) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={text}
      footer={
        <Button variant="primary" onClick={onClose}>
          {storedLabel}
        </Button>
      }
    >
      <div className="flex items-center gap-1 rounded-md border bg-sunken py-1 ps-3 pe-1">
        <code className="min-w-0 flex-1 break-all font-mono text-sm" data-testid="secret">
          {secret}
        </code>
        <CopyButton text={secret} label={copyLabel} />
      </div>
      {note && (
        <p className="mt-3 flex items-start gap-2 text-sm">
          {urgent && <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-caution-ink" />}
          {note}
        </p>
      )}
    </Dialog>
  );
}
