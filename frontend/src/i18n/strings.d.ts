import 'i18next';
import type automation from '../components/automation/i18n/en.json';
import type credits from '../components/credits/i18n/en.json';
import type embeds from '../components/embeds/i18n/en.json';
import type exportDialog from '../components/export-dialog/i18n/en.json';
import type features from '../components/features/i18n/en.json';
import type components from '../components/i18n/en.json';
import type quota from '../components/quota/i18n/en.json';
import type record from '../components/record/i18n/en.json';
import type widgets from '../components/widgets/i18n/en.json';
import type about from '../features/about/i18n/en.json';
import type accounts from '../features/access/accounts/i18n/en.json';
import type invitations from '../features/access/invitations/i18n/en.json';
import type sessions from '../features/access/sessions/i18n/en.json';
import type automations from '../features/edge/automations/i18n/en.json';
import type form_pages from '../features/edge/form_pages/i18n/en.json';
import type forms from '../features/edge/forms/i18n/en.json';
import type notifications from '../features/engage/notifications/i18n/en.json';
import type customers from '../features/records/customers/i18n/en.json';
import type imports from '../features/records/imports/i18n/en.json';
import type workspace from '../features/records/workspace/i18n/en.json';
import type reference from '../features/reference/i18n/en.json';
import type audit from '../features/settings/audit/i18n/en.json';
import type emailTemplates from '../features/settings/email-templates/i18n/en.json';
import type settings from '../features/settings/i18n/en.json';
import type people from '../features/settings/people/i18n/en.json';
import type plans from '../features/settings/plans/i18n/en.json';
import type rights from '../features/settings/rights/i18n/en.json';
import type structure from '../features/settings/structure/i18n/en.json';
import type webhooks from '../features/settings/webhooks/i18n/en.json';
import type shell from '../features/shell/i18n/en.json';
import type start from '../features/start/i18n/en.json';
import type ui from '../ui/i18n/en.json';

/** Makes every key a checked one: a misspelt key does not compile. One line per feature, in both places. */
interface Strings {
  components: typeof components;
  ui: typeof ui;
  about: typeof about;
  automation: typeof automation;
  automations: typeof automations;
  accounts: typeof accounts;
  form_pages: typeof form_pages;
  forms: typeof forms;
  invitations: typeof invitations;
  reference: typeof reference;
  sessions: typeof sessions;
  shell: typeof shell;
  start: typeof start;
  settings: typeof settings;
  notifications: typeof notifications;
  people: typeof people;
  'email-templates': typeof emailTemplates;
  plans: typeof plans;
  rights: typeof rights;
  structure: typeof structure;
  audit: typeof audit;
  features: typeof features;
  quota: typeof quota;
  record: typeof record;
  webhooks: typeof webhooks;
  workspace: typeof workspace;
  credits: typeof credits;
  embeds: typeof embeds;
  widgets: typeof widgets;
  customers: typeof customers;
  imports: typeof imports;
  'export-dialog': typeof exportDialog;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'components';
    resources: Strings;
  }
}
