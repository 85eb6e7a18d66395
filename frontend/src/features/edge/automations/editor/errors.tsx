import { CircleAlert } from 'lucide-react';
import { cn } from '@/lib/cn';
import type { Located } from './pointers';

/** What is wrong, in the server's words. */
export function Errors({ errors, className }: { errors: readonly Located[]; className?: string }) {
  if (errors.length === 0) return null;
  const said = [...new Set(errors.map(sentence))];
  return (
    <div role="alert" className={cn('text-danger-ink text-xs', className)}>
      <ul className="flex flex-col gap-0.5">
        {said.map((message) => (
          <li key={message} className="flex items-start gap-1">
            <CircleAlert size={14} aria-hidden className="mt-px shrink-0" />
            <span className="min-w-0 break-words">{message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The field's name before what is wrong with it, for errors that do not stand at the field. */
function sentence({ field, message }: Located): string {
  const name = field
    .replace(/^config\//, '')
    .split('/')
    .find((part) => !/^\d+$/.test(part));
  return name ? `${name.replace(/_/g, ' ')}: ${message}` : message;
}
