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
const WANTED: string[] = Object.values(needs).flat();

/** What the widgets need, and what else was allowed to programs of the site. A form begins with what the profile knows. */
export function scopesOf(widgets: readonly Widget[], kept: readonly string[] = []): Scopes {
  const beyond = kept.filter((scope) => !WANTED.includes(scope)) as Scopes;
  const scopes = [...new Set([...widgets.flatMap((widget) => needs[widget]), ...beyond])];
  return scopes.length > 0 ? scopes : ['customers:read'];
}
