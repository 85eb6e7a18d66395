import { regional } from './regional';

/** Numbers, sizes and money as the reader's language writes them. Times: `lib/time.ts`. */
const numbers = new Map<string, Intl.NumberFormat>();
const format = (language: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat => {
  const key = `${language} ${JSON.stringify(options)}`;
  const found = numbers.get(key) ?? new Intl.NumberFormat(regional(language), options);
  numbers.set(key, found);
  return found;
};

export const formatNumber = (value: number, language?: string) => format(language, {}).format(value);
/** 12 345 → "12K": for badges and tight places. */
export const formatCompact = (value: number, language?: string) =>
  format(language, { notation: 'compact' }).format(value);
export const formatPercent = (share: number, language?: string) =>
  format(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);

/** `amountMinor` in the currency's smallest unit (cents; yen have none). */
export function formatMoney(amountMinor: number, currency: string, language?: string): string {
  const money = format(language, { style: 'currency', currency });
  return money.format(amountMinor / 10 ** (money.resolvedOptions().maximumFractionDigits ?? 2));
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
/** 1 536 → "1.5 kB", in steps of 1 000 as file managers count. */
export function formatBytes(bytes: number, language?: string): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  return format(language, {
    style: 'unit',
    unit: units[step],
    unitDisplay: step ? 'short' : 'long',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** step);
}
