import { useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** A page that comes without a reload is silent for a screen reader: its title is read out. */
export function RouteAnnouncer() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const [title, setTitle] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is what there is to announce
  useEffect(() => {
    const timer = setTimeout(() => setTitle(document.title), 300); // the page names itself after it was shown
    return () => clearTimeout(timer);
  }, [path]);
  return (
    <p aria-live="polite" className="sr-only">
      {title}
    </p>
  );
}
