const browsers = [
  ['Edge', /\bEdg(A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
] as const;

const systems = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
] as const;

/** Names a person knows, out of a User-Agent; null where none is recognised. The order of the lists decides. */
export function browserOf(agent: string): { browser: string | null; system: string | null; phone: boolean } {
  const first = (list: typeof browsers | typeof systems) =>
    list.find(([, pattern]) => pattern.test(agent))?.[0] ?? null;
  return { browser: first(browsers), system: first(systems), phone: /\bMobile\b|iPhone/.test(agent) };
}
