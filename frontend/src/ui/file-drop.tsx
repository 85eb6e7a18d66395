import { Upload } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { formatBytes } from '@/lib/format';

type Props = {
  label?: string;
  /** What is taken and how large, as a sentence. */
  hint?: string;
  /** Endings with a dot: `.csv`. */
  accept: readonly string[];
  maxBytes: number;
  onFile: (file: File) => void;
  disabled?: boolean;
  className?: string;
};

/** Takes one file by drop, click or keyboard; says at once when it is too large or of another kind. */
export function FileDrop({ label, hint, accept, maxBytes, onFile, disabled, className }: Props) {
  const { t, i18n } = useTranslation('ui');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState<string>();

  const take = (file: File | undefined) => {
    if (!file || disabled) return;
    const known = accept.some((ending) => file.name.toLowerCase().endsWith(ending));
    const limit = formatBytes(maxBytes, i18n.resolvedLanguage);
    if (!known) return setWrong(t('fileWrongKind', { name: file.name, kinds: accept.join(', ') }));
    if (file.size > maxBytes) return setWrong(t('fileTooLarge', { name: file.name, limit }));
    setWrong(undefined);
    onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };

  return (
    <div className={className}>
      <button
        type="button"
        disabled={disabled}
        aria-describedby={hint || wrong ? id : undefined}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'flex w-full flex-col items-center gap-2 rounded-lg border border-line-strong border-dashed bg-surface px-4 py-8 text-center transition-colors hover:bg-hover disabled:opacity-55',
          over && 'border-accent bg-accent-soft',
        )}
      >
        <Upload size={20} aria-hidden className="text-muted" />
        <span className="font-medium text-sm">{label ?? t('dropFile')}</span>
        {hint && <span className="text-muted text-xs">{hint}</span>}
      </button>
      <p id={id} role="alert" className={cn('mt-1 text-danger-ink text-xs', !wrong && 'sr-only')}>
        {wrong ?? hint}
      </p>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept.join(',')}
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = ''; // so that the same file can be chosen again
        }}
      />
    </div>
  );
}
