import { useEffect, useState } from 'react';
import { readPreference, writePreference } from './storage';

export type Theme = 'light' | 'dark';

const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

/** The reader's own choice, else what the system says. `public/theme-init.js` applies the same rule before first paint. */
export function currentTheme(): Theme {
  const chosen = readPreference('theme');
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return systemDark().matches ? 'dark' : 'light';
}

/** The theme in force, following the system while the reader has chosen none, and a function that chooses. */
export function useTheme(): [Theme, (theme: Theme) => void] {
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
  const choose = (next: Theme) => {
    writePreference('theme', next);
    setTheme(next);
  };
  return [theme, choose];
}
