import type { LinkProps } from '@tanstack/react-router';
import { FileUp, type LucideIcon, PanelsTopLeft, Settings, TextCursorInput, Users, Workflow } from 'lucide-react';

/** A place in the rail. What is not listed does not appear: there are no dead entries. */
export type Feature = {
  to: LinkProps['to'];
  /** Its name in `features/shell/i18n`. */
  label: 'workspace' | 'customers' | 'imports' | 'automations' | 'forms' | 'settings';
  icon: LucideIcon;
  /** Hidden from those without it. */
  permission?: string;
  /** Shortcut, e.g. `g w`. */
  keys?: string;
  /** Settings stand at the far end. */
  place?: 'main' | 'end';
};

/** In the order of the rail; the first of `main` is where `/` leads. One line per feature. */
export const features: readonly Feature[] = [
  { to: '/w', label: 'workspace', icon: PanelsTopLeft, permission: 'customers:read', keys: 'g w' },
  { to: '/customers', label: 'customers', icon: Users, permission: 'customers:read', keys: 'g c' },
  { to: '/imports', label: 'imports', icon: FileUp, permission: 'customers:import', keys: 'g i' },
  { to: '/automations', label: 'automations', icon: Workflow, permission: 'automations:read', keys: 'g a' },
  { to: '/forms', label: 'forms', icon: TextCursorInput, permission: 'forms:read', keys: 'g f' },
  { to: '/settings', label: 'settings', icon: Settings, permission: 'members:read', keys: 'g s', place: 'end' },
];

/** Where a customer is shown, for the palette. Null until there is such a place: then customers are not offered. */
export const customerAddress: ((id: string) => string) | null = (id) => `/w/${id}`;
