import type { EmbedConfigIn, EmbedConfigOut } from '@/api/gen/types.gen';

export type Widget = EmbedConfigOut['widgets'][number];
type Scopes = EmbedConfigIn['scopes'];

const needs: Record<Widget, Scopes> = {
  profile: ['customers:read'],
  credits: ['credits:read'],
  quota: ['quotas:read'],
  notes: ['notes:read'],
  timeline: ['timeline:read'],
  form: ['forms:submit', 'customers:read'],
};
export const WIDGETS = Object.keys(needs) as Widget[];

/** What the widgets need, and what was allowed beyond that to programs of the site. A form reads the profile to begin with what is known. */
export function scopesOf(widgets: readonly Widget[], kept: readonly string[] = []): Scopes {
  const beyond = kept.filter((scope) => !Object.values(needs).flat().includes(scope as Scopes[number])) as Scopes;
  const scopes = [...new Set([...widgets.flatMap((widget) => needs[widget]), ...beyond])];
  return scopes.length > 0 ? scopes : ['customers:read'];
}
