import 'i18next';
import type components from '../components/i18n/en.json';
import type home from '../features/home/i18n/en.json';
import type reference from '../features/reference/i18n/en.json';

/** Makes every key a checked one: a misspelt key does not compile. One line per feature. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'components';
    resources: { components: typeof components; home: typeof home; reference: typeof reference };
  }
}
