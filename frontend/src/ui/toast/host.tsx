import { lazy, Suspense, useEffect, useState } from 'react';
import { onFirstNotice } from './manager';

const Toaster = lazy(() => import('./toast'));

/** Once, around the application. */
export function ToastHost() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => onFirstNotice(() => setWanted(true)), []);
  return <Suspense>{wanted && <Toaster />}</Suspense>;
}
