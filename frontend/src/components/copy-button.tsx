import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '@/lib/clipboard';
import { IconButton } from '@/ui/icon-button';

/** Copies and says so. `label` says what: "Copy e-mail address". */
export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
  const { t } = useTranslation('components');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton
        size="sm"
        icon={copied ? Check : Copy}
        iconSize={14}
        label={copied ? t('copied') : label}
        className={className}
        onClick={(event) => {
          event.stopPropagation();
          void copyText(text).then(setCopied);
        }}
      />
      <span role="status" className="sr-only">
        {copied && t('copied')}
      </span>
    </>
  );
}
