import type { EmbedTheme } from '@/api/gen/types.gen';

const channel = (value: number) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** Black or white, whichever is read better on this colour (`#rrggbb`). */
export function inkOn(colour: string): 'black' | 'white' {
  const [red, green, blue] = [1, 3, 5].map((at) => channel(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0) > 0.179 ? 'black' : 'white';
}

export const isDark = (mode: EmbedTheme['mode']): boolean =>
  mode === 'dark' || (mode === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);

/** Puts a theme on the element whose `data-theme` the tokens follow; null colours are the tokens' own. */
export function applyLook(root: HTMLElement, theme: EmbedTheme): void {
  root.dataset.theme = isDark(theme.mode) ? 'dark' : 'light';
  root.dataset.density = theme.density;
  const given: Record<string, string | null | undefined> = {
    '--accent': theme.accent,
    '--accent-ink': theme.accent,
    '--accent-hover': theme.accent,
    '--on-accent': theme.accent && inkOn(theme.accent),
    '--canvas': theme.background,
    '--surface': theme.surface,
    '--ink': theme.text,
    '--muted': theme.text && `color-mix(in oklab, ${theme.text} 75%, transparent)`,
    '--widget-radius': `${theme.radius}px`,
  };
  for (const [name, value] of Object.entries(given)) {
    if (value) root.style.setProperty(name, value);
    else root.style.removeProperty(name);
  }
}
