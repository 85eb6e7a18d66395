import { useState } from 'react';
import { cn } from '@/lib/cn';
import { hueOf, initialsOf } from '@/lib/identity';

const sizes = {
  xs: 'size-5 text-[0.5625rem]',
  sm: 'size-6 text-[0.625rem]',
  md: 'size-8 text-xs',
  lg: 'size-10 text-sm',
  xl: 'size-16 text-xl',
};

type Props = {
  /** Decides the colour, so that a person has the same one everywhere. */
  id: string;
  name: string;
  src?: string | null;
  size?: keyof typeof sizes;
  /** Organisations and workspaces are square. */
  square?: boolean;
  className?: string;
};

/** A picture, else initials on a colour of their own. Decorative: the name stands beside it or labels its button. */
export function Avatar({ id, name, src, size = 'md', square, className }: Props) {
  const [broken, setBroken] = useState<string>();
  return (
    <span
      aria-hidden
      className={cn(
        'inline-flex shrink-0 select-none items-center justify-center overflow-hidden bg-avatar font-medium text-avatar-ink',
        square ? 'rounded-md' : 'rounded-full',
        sizes[size],
        className,
      )}
      style={{ '--hue': hueOf(id) }}
    >
      {src && src !== broken ? (
        <img src={src} alt="" loading="lazy" onError={() => setBroken(src)} className="size-full object-cover" />
      ) : (
        initialsOf(name)
      )}
    </span>
  );
}
