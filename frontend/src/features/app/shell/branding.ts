import { useEffect } from 'react';
import type { Me } from '@/api/session';
import { inkOn } from '@/lib/colour';

/** The workspace's own accent and rail; tokens.css derives every shade from them, readable in both themes. */
export function useBranding({ accent, sidebar }: Me['workspace']['colours']): void {
  useEffect(() => {
    const { dataset, style } = document.documentElement;
    const set = (name: 'brand' | 'brandRail', property: string, colour: string | null) => {
      if (!colour) return;
      dataset[name] = inkOn(colour) === '#ffffff' ? 'dark' : 'light';
      style.setProperty(property, colour);
    };
    set('brand', '--brand', accent);
    set('brandRail', '--brand-rail', sidebar);
    return () => {
      delete dataset.brand;
      delete dataset.brandRail;
      style.removeProperty('--brand');
      style.removeProperty('--brand-rail');
    };
  }, [accent, sidebar]);
}
