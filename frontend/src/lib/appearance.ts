import { useEffect, useState } from 'react';
import { readPreference, writePreference } from './storage';

export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';
export type Density = 'comfortable' | 'compact';

const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

export function chosenTheme(): ThemeChoice {
  const chosen = readPreference('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** The reader's own choice, else what the system says. `public/theme-init.js` applies the same rule before first paint. */
export function currentTheme(): Theme {
  const chosen = chosenTheme();
  if (chosen !== 'system') return chosen;
  return systemDark().matches ? 'dark' : 'light';
}

/** The theme in force, following the system while the reader has chosen none, and a function that chooses. */
export function useTheme(): [Theme, (theme: ThemeChoice) => void] {
  const [theme, setTheme] = useState(currentTheme);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    const system = systemDark();
    const follow = () => setTheme(currentTheme());
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);
  const choose = (next: ThemeChoice) => {
    writePreference('theme', next);
    setTheme(currentTheme());
  };
  return [theme, choose];
}

export const currentDensity = (): Density => (readPreference('density') === 'compact' ? 'compact' : 'comfortable');

export function useDensity(): [Density, (density: Density) => void] {
  const [density, setDensity] = useState(currentDensity);
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  const choose = (next: Density) => {
    writePreference('density', next);
    setDensity(next);
  };
  return [density, choose];
}
