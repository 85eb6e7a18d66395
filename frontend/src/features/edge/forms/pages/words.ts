import en from './i18n/en.json';
import es from './i18n/es.json';

const languages = { en, es };
export type Language = keyof typeof languages;

/** The first of the browser's languages that the page speaks, else English. */
export function languageOf(accepted: readonly string[]): Language {
  const known = accepted.map((tag) => tag.split('-')[0]).find((tag) => Object.hasOwn(languages, tag ?? ''));
  return (known as Language | undefined) ?? 'en';
}

/** The page is a few kilobytes: it brings both languages and no library. */
export const language = languageOf(navigator.languages);
export const words = languages[language];

export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));

export const wrongAnswers = (count: number): string =>
  fill(new Intl.PluralRules(language).select(count) === 'one' ? words.wrong.one : words.wrong.other, { count });
