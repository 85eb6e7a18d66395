import type { QueryKey } from '@tanstack/react-query';
import type { LiveEvent } from '@/api/live';

const LISTS = ['listCustomers', 'countCustomers'];
const OF_CUSTOMER = ['getOverview', 'getCustomer', 'listTimeline', 'getCustomerFeatures', 'getCustomerQuota'];
const BY_KIND: Record<string, string[]> = {
  note: ['listNotes'],
  relation: ['listRelations'],
  profile: ['listProfiles'],
};
const SETTINGS = [
  'listFolders',
  'listTags',
  'listTagGroups',
  'listCustomFields',
  'listViews',
  'listStatuses',
  'listEmailTemplates',
  'listFeatures',
  'listPlans',
  'getMetering',
];
const NOTIFICATIONS = ['listNotifications', 'countNotifications'];

type Part = { _id?: unknown; path?: Record<string, unknown> };

/** Whether what a query holds may have become another by an event: exactly those are asked again. */
export function concerned(event: LiveEvent, [first, second]: QueryKey): boolean {
  const { _id, path } = (typeof first === 'object' && first !== null ? first : {}) as Part;
  const operation = typeof _id === 'string' ? _id : '';
  switch (event.event) {
    case 'change': {
      const { customer_id, kind } = event.data;
      if (!customer_id) return SETTINGS.includes(operation);
      if (LISTS.includes(operation)) return true;
      if (kind === 'credits' && path?.customer_id === customer_id && operation.includes('Credit')) return true;
      return path?.customer_id === customer_id && [...OF_CUSTOMER, ...(BY_KIND[kind] ?? [])].includes(operation);
    }
    case 'presence':
      return first === 'presence' && second === event.data.customer_id;
    case 'settings':
      return SETTINGS.includes(operation) || LISTS.includes(operation);
    case 'notification':
      return NOTIFICATIONS.includes(operation);
    case 'rights':
    case 'resync':
      return operation !== '';
    case 'ended':
      return operation === 'getMe';
  }
}
