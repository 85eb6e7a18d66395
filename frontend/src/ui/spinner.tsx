import { LoaderCircle } from 'lucide-react';

/** Beside a word that says what is going on; never alone and never for a whole page. */
export function Spinner({ size = 14 }: { size?: number }) {
  return <LoaderCircle size={size} aria-hidden className="shrink-0 motion-safe:animate-spin" />;
}
