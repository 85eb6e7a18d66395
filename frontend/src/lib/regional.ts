/**
 * How the reader's own region writes what a language leaves open: `en` is 5:10 PM, `en-GB` is 17:10. The first of the
 * browser's languages that is a form of it, else the language itself.
 */
export const regional = (language: string | undefined): string | undefined =>
  language && (navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language);
