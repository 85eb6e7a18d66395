import { automationScreens } from './automations-support.ts';
import { listScreens } from './customers-support.ts';
import { expect, test } from './fixtures.ts';
import { keptFile, textFile } from './import-files.ts';
import { signIn } from './people.ts';
import { withKey } from './settings-support.ts';

type Shot = { name: string; path: string; signedIn?: boolean };
const pages: Shot[] = [
  { name: 'login', path: '/login' },
  { name: 'forgot-password', path: '/forgot-password' },
  { name: 'about', path: '/about' },
  { name: 'docs', path: '/docs' },
  { name: 'docs-operation', path: '/docs#create_customer' },
  { name: 'start', path: '/start', signedIn: true },
  { name: 'account', path: '/account', signedIn: true },
  { name: 'workspace', path: '/w', signedIn: true },
  { name: 'profile', path: '/w/{customer}', signedIn: true },
  { name: 'profile-timeline', path: '/w/{customer}?section=timeline', signedIn: true },
  { name: 'profile-notes', path: '/w/{customer}?section=notes', signedIn: true },
  { name: 'profile-related', path: '/w/{customer}?section=related', signedIn: true },
  ...(
    [
      'workspace',
      'members',
      'members/invitations',
      'roles',
      'folders',
      'custom-fields',
      'tags',
      'relations',
      'api-keys',
      'audit',
    ] as const
  ).map((page) => ({ name: `settings-${page.replace('/', '-')}`, path: `/settings/${page}`, signedIn: true })),
  { name: 'imports', path: '/imports', signedIn: true },
  { name: 'imports-new', path: '/imports/new', signedIn: true },
  { name: 'imports-exports', path: '/imports/exports', signedIn: true },
  { name: 'import-file', path: '/imports/{import}/file', signedIn: true },
  { name: 'import-columns', path: '/imports/{import}/columns', signedIn: true },
  { name: 'import-options', path: '/imports/{import}/options', signedIn: true },
  { name: 'import-check', path: '/imports/{import}/check', signedIn: true },
  { name: 'forms', path: '/forms', signedIn: true },
  { name: 'automations', path: '/automations', signedIn: true },
  { name: 'automation-welcome', path: '/automations/new?template=welcome', signedIn: true },
];

const contacts = [
  'Full name;E-mail;Mobile phone;Company;Shoe size;Notes;City',
  'Ana Ruiz;ana@example.test;+34 600 11 22 33;Ruiz SA;38;Prefers mornings;Madrid',
  'Ben Long;ben@;+44 20 7946 0018;;42;;London',
  'Cleo Marín;cleo@example.test;+34 600 11 22 44;;40;;Sevilla',
].join('\n');

/** Somebody with a note, a tag, a related customer and values in the fields: the demo's own people have them. */
async function anybody(): Promise<string> {
  const api = await withKey();
  const { items } = await (await api.get('/customers?limit=50&q=a')).json();
  const full = ({ tags, workers, location }: { tags: unknown[]; workers: unknown[]; location: string | null }) =>
    tags.length * 2 + workers.length + Number(location !== null);
  return items.sort((a: never, b: never) => full(b) - full(a))[0].id;
}

for (const { name, path, signedIn } of pages) {
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [360, 1440]) {
      test(`${name} ${theme} ${width}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width, height: 900 });
        if (signedIn) await signIn(page);
        const id = path.includes('{import}') ? await keptFile(textFile('contacts.csv', contacts)) : '';
        const customer = path.includes('{customer}') ? await anybody() : '';
        await page.goto(path.replace('{import}', id).replace('{customer}', customer));
        await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
        // Not networkidle: the live stream never ends.
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
        await page.waitForTimeout(500);
        await page.screenshot({ path: `screenshots/${name}-${theme}-${width}.png`, fullPage: width === 360 });
      });
    }
  }
}

for (const { name, show } of [...listScreens, ...automationScreens]) {
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [360, 1440]) {
      test(`${name} ${theme} ${width}`, async ({ page, request }) => {
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width, height: 900 });
        await signIn(page);
        await show(page, request);
        await page.waitForTimeout(700);
        await page.screenshot({ path: `screenshots/${name}-${theme}-${width}.png` });
      });
    }
  }
}
