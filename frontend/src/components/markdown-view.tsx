import { useEffect, useState } from 'react';
import { cn } from '@/lib/cn';

type Props = {
  /** HTML that the server made from Markdown and sanitised. */
  html: string;
  className?: string;
};

let purifier: Promise<(html: string) => string> | undefined;
const loadPurifier = () => {
  purifier ??= import('dompurify').then(({ default: purify }) => {
    purify.addHook('afterSanitizeAttributes', (node) => {
      if (node.tagName !== 'A') return;
      node.setAttribute('target', '_blank');
      node.setAttribute('rel', 'noopener noreferrer');
    });
    return (html: string) =>
      purify.sanitize(html, {
        USE_PROFILES: { html: true },
        FORBID_TAGS: ['style', 'form', 'input'],
        FORBID_ATTR: ['style', 'id', 'name'],
      });
  });
  return purifier;
};

/** Written text with headings, lists, links and code. The browser sanitises once more before it shows anything. */
export function MarkdownView({ html, className }: Props) {
  const [safe, setSafe] = useState('');
  useEffect(() => {
    let current = true;
    void loadPurifier().then((purify) => current && setSafe(purify(html)));
    return () => {
      current = false;
    };
  }, [html]);
  return (
    <div
      className={cn('prose', className)}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server and by DOMPurify above
      dangerouslySetInnerHTML={{ __html: safe }}
    />
  );
}
