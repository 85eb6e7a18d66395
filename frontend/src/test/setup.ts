import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach } from 'vitest';

configure({ asyncUtilTimeout: 5_000 }); // the library's own second is too short on a busy machine
afterEach(cleanup);

/** English, all of it, at once. */
const files = import.meta.glob<object>('../**/i18n/en.json', { import: 'default', eager: true });
const en = Object.fromEntries(
  Object.entries(files).map(([path, strings]) => [/([^/]+)\/i18n\//.exec(path)?.[1] ?? path, strings]),
);
void i18next.use(initReactI18next).init({ lng: 'en', resources: { en }, defaultNS: 'components', initAsync: false });
