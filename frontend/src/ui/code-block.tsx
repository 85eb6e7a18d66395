import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { copyText } from '@/lib/clipboard';
import { Button } from './button';

type Props = {
  text: string;
  /** What the block is, for screen readers and as its visible heading. */
  label: string;
  /** Controls beside the heading. */
  actions?: ReactNode;
  copyLabel: string;
  copiedLabel: string;
  /** Shown in place of the bare text, e.g. coloured; must read the same. */
  children?: ReactNode;
};

/** Preformatted text with a copy button. Scrolls by keyboard when it is wider than its place. */
export function CodeBlock({ text, label, actions, copyLabel, copiedLabel, children }: Props) {
  const id = useId();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <figure className="overflow-hidden rounded-md border bg-sunken">
      <figcaption className="flex h-9 items-center gap-2 border-b ps-3 pe-1 text-muted text-xs">
        <span id={id} className="min-w-0 flex-1 truncate font-medium">
          {label}
        </span>
        {actions}
        <Button
          variant="quiet"
          className="h-7 text-xs"
          onClick={() => void copyText(text).then(setCopied)}
          aria-label={`${copied ? copiedLabel : copyLabel}: ${label}`}
        >
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          {copied ? copiedLabel : copyLabel}
        </Button>
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        tabIndex={0}
        role="group"
        aria-labelledby={id}
        className="max-h-96 overflow-auto p-3 font-mono text-xs leading-5"
      >
        <code>{children ?? text}</code>
      </pre>
    </figure>
  );
}
