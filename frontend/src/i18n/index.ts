import i18next, { type BackendModule, type TypeOptions } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { readPreference, writePreference } from '@/lib/storage';

/** Every language the interface speaks, in its own name. A new one is one JSON file beside each of the others and one line here. */
export const languages = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof languages;
export type Namespace = keyof TypeOptions['resources'];

type Strings = Record<string, unknown>;
const files = import.meta.glob<Strings>('../**/i18n/*.json', { import: 'default' });

/** What each capability calls itself in the rail, and in everything that is fetched later: in one file per language. */
const collected = import.meta.glob<Strings>('./{rail,names}/*.ts', { import: 'default' });

/** A namespace is the path of the folder that its `i18n` lies in, without `features`: each part brings its own texts, fetched when it is shown. */
const load = (namespace: string, language: string) =>
  (
    files[`../features/${namespace}/i18n/${language}.json`] ??
    files[`../${namespace}/i18n/${language}.json`] ??
    collected[`./${namespace}/${language}.ts`]
  )?.();

const featureFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const loading = load(namespace, language);
    if (!loading) return done(new Error(`No strings for ${namespace} in ${language}`), null);
    loading.then(
      (strings) => done(null, strings),
      (error: Error) => done(error, null),
    );
  },
};

const isLanguage = (value: string | null | undefined): value is Language => !!value && Object.hasOwn(languages, value);

/** The reader's choice, else the first of the browser's languages that we speak, else English. */
export function preferredLanguage(
  stored = readPreference('language'),
  accepted: readonly string[] = navigator.languages,
): Language {
  if (isLanguage(stored)) return stored;
  return accepted.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

/** Starts translation with the namespaces the first screen needs; a page suspends until its own strings are there. */
export function startI18n(...namespaces: string[]): void {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
    document.documentElement.dir = i18next.dir(language);
  });
  void i18next
    .use(featureFiles)
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      fallbackLng: 'en',
      supportedLngs: Object.keys(languages),
      ns: ['ui', 'components', ...namespaces],
      defaultNS: 'components',
      interpolation: { escapeValue: false }, // React escapes
    });
}

/** Fetches texts before what shows them is there, so that nothing waits for them one after the other. */
export const fetchTexts = (...namespaces: Namespace[]): void => void i18next.loadNamespaces([...namespaces]);

export function chooseLanguage(language: Language): void {
  writePreference('language', language);
  void i18next.changeLanguage(language);
}

/** Which way the chosen language is written. */
export function useDirection(): 'ltr' | 'rtl' {
  const { i18n } = useTranslation();
  return i18n.dir();
}
