import type { EmbedConfigIn, EmbedConfigOut } from '@/api/gen/types.gen';

export type Widget = EmbedConfigOut['widgets'][number];
type Scopes = EmbedConfigIn['scopes'];

const needs: Record<Widget, Scopes[number] | null> = {
  profile: 'customers:read',
  credits: 'credits:read',
  quota: 'quotas:read',
  notes: 'notes:read',
  timeline: 'timeline:read',
  form: null,
};
export const WIDGETS = Object.keys(needs) as Widget[];

/** What the widgets need, and what was allowed beyond that to programs of the site. A form alone reads the profile's name. */
export function scopesOf(widgets: readonly Widget[], kept: readonly string[] = []): Scopes {
  const beyond = kept.filter((scope) => !Object.values(needs).includes(scope as Scopes[number])) as Scopes;
  const needed = widgets.map((widget) => needs[widget]).filter((scope) => scope !== null);
  const scopes = [...new Set([...needed, ...beyond])];
  return scopes.length > 0 ? scopes : ['customers:read'];
}
