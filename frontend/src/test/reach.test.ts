import { expect, test } from 'vitest';
import sdk from '../api/gen/sdk.gen.ts?raw';

/** Every operation of the contract is used by these pages, or is named here as one that is for integrators. */
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!../api/gen/**', '!../*.gen.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Reads of one thing that the pages have from a list, pictures that come by their address, and calls for programs. */
const FOR_PROGRAMS = new Set([
  'getApiKey',
  'getCustomField',
  'getFolder',
  'getInvitation',
  'getNote',
  'getProfile',
  'getRelationType',
  'getRole',
  'getStatus',
  'getTag',
  'getTagGroup',
  'getView',
  'listCustomerTags',
  'listStatuses',
  'listWorkers',
  'getCustomerAvatar',
  'getMemberAvatar',
  'getWorkspaceLogo',
  'addCustomerTagGroup', // the pages add tags and groups in one call
  'removeCustomerTagGroup',
  'setCustomerTags',
  'getPresence', // the pages hear of it from the stream
  'getPublicForm', // a form's own page asks by its address
  'submitForm',
  'previewEmailTemplate', // the pages preview what is being written
  'getImportPreview', // the pages ask with options of their own
  'batchCustomers',
  'upsertCustomerByIdentifier',
  'receiveHook', // other systems call it
  'listEvents', // for programs that poll; the pages hear from the stream
  'getJobErrors', // downloads, by the address in the job
  'getJobResult',
  'consumeCredits', // for systems that meter
  'consumeCustomerQuota', // before a tool is called
  'createCreditHold',
  'priceCall',
  'getCreditHold',
  'getCreditUnit',
  'downloadCreditEntries', // a link
  'getFeature',
  'getPlan',
  'getEmbedToken',
  'updateEmbedToken', // docs/embeds.md
  'createEmbedLaunch', // the site's own server asks for it
  'createEmbedSession', // what a widget calls, through a client of its own
  'getEmbedSession',
  'getEmbedPage',
  'getEmbedProfile',
  'getEmbedForm',
  'submitEmbedForm',
  'listEmbedNotes',
  'listEmbedTimeline',
  'getEmbedCredits',
  'listEmbedCreditEntries',
  'getEmbedQuota',
]);

const operations = [...sdk.matchAll(/^export const (\w+) = </gm)].map(([, name]) => name ?? '');
const words = new Set(Object.values(sources).flatMap((source) => source.match(/[A-Za-z]\w+/g) ?? []));
const used = (operation: string) =>
  ['', 'Options', 'InfiniteOptions', 'Mutation'].some((end) => words.has(operation + end));

test('what the API can do can be done in the browser', () => {
  expect(operations.length).toBeGreaterThan(100);
  expect(operations.filter((name) => !used(name) && !FOR_PROGRAMS.has(name))).toEqual([]);
});

test('an operation that nothing uses is noticed', () => expect(used('paintTheOffice')).toBe(false));

test('what is named here exists', () => {
  expect([...FOR_PROGRAMS].filter((name) => !operations.includes(name))).toEqual([]);
});
