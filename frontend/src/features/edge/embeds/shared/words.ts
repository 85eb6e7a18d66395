import en from './i18n/en.json';
import es from './i18n/es.json';

const languages = { en, es };
type Language = keyof typeof languages;

const known = navigator.languages.map((tag) => tag.split('-')[0]).find((tag) => Object.hasOwn(languages, tag ?? ''));
/** The page is a few kilobytes: it brings both languages and no library. */
export const language = (known as Language | undefined) ?? 'en';
export const words = languages[language];

export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));

export const number = (value: number): string => new Intl.NumberFormat(language).format(value);
export const day = (at: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(at));
export const moment = (at: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
