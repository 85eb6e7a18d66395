import type { FormOut } from '@/api/gen/types.gen';

const attribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Address of the form's page on the server that this page came from. */
export const addressOf = (form: Pick<FormOut, 'key'>, origin = location.origin) => `${origin}/f/${form.key}`;

/** A script that puts the form where it stands and keeps it as high as it needs to be. */
export const scriptSnippet = (form: Pick<FormOut, 'key' | 'title' | 'name'>, origin = location.origin) =>
  `<script src="${origin}/embed/form.js" data-form="${form.key}" data-title="${attribute(form.title || form.name)}" async></script>`;

/** A frame of one height, for pages that allow no scripts. */
export const frameSnippet = (form: Pick<FormOut, 'key' | 'title' | 'name'>, origin = location.origin) =>
  `<iframe src="${addressOf(form, origin)}" title="${attribute(form.title || form.name)}" width="100%" height="640" style="border:0"></iframe>`;

/** `https://Shop.example/` → `https://shop.example`; null when a browser would never send it as an origin. */
export function originOf(text: string): string | null {
  const given = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `https://${given}`;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  const bare = ['', '/'].includes(url.pathname) && !url.search && !url.hash && !url.username;
  return bare && ['http:', 'https:'].includes(url.protocol) && !url.hostname.includes('*') ? url.origin : null;
}
