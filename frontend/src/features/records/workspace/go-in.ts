import { useEffect } from 'react';

let wanted: string | null = null;

const focus = (customerId: string): boolean => {
  const control = document.querySelector<HTMLElement>(`[data-profile="${customerId}"] button`);
  control?.focus();
  return control !== null;
};

/** Into a profile: to its first control, at once or as soon as the profile is there (right after J it still is on its way). */
export function goInto(customerId: string | null): void {
  wanted = customerId && !focus(customerId) ? customerId : null;
}

/** For the profile: takes the focus that was meant for it. */
export function useEntry(customerId: string, ready: boolean): void {
  useEffect(() => {
    if (ready && wanted === customerId && focus(customerId)) wanted = null;
  }, [customerId, ready]);
}
