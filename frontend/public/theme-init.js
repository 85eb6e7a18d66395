// Runs before the first paint, so that nobody sees a white flash. A file of its own because the content security policy
// forbids inline scripts. The same keys are written by src/lib/appearance.ts and src/i18n/index.ts.
(() => {
  const root = document.documentElement;
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be switched off
    }
  };
  const theme = stored('atrium.theme');
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.density = stored('atrium.density') === 'compact' ? 'compact' : 'comfortable';
  root.lang = stored('atrium.language') ?? root.lang;
})();
