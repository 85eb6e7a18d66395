import type { QueryKey } from '@tanstack/react-query';
import type { LiveEvent } from '@/api/live';
import { liveReads } from '@/sockets/live';

type Part = { _id?: unknown; path?: Record<string, unknown> };

/** Whether what a query holds may have become another by an event: exactly those are asked again. */
export function concerned(event: LiveEvent, [first, second]: QueryKey): boolean {
  const { _id, path } = (typeof first === 'object' && first !== null ? first : {}) as Part;
  const operation = typeof _id === 'string' ? _id : '';
  switch (event.event) {
    case 'change': {
      const { customer_id, kind } = event.data;
      if (!customer_id) return liveReads.ofWorkspace.has(operation);
      if (liveReads.lists.has(operation)) return true;
      if (path?.customer_id !== customer_id) return false;
      return liveReads.ofCustomer.has(operation) || liveReads.ofKind(kind, operation);
    }
    case 'presence':
      return first === 'presence' && second === event.data.customer_id;
    case 'settings':
      return liveReads.ofWorkspace.has(operation) || liveReads.lists.has(operation);
    case 'notification':
      return liveReads.ofNotifications.has(operation);
    case 'rights':
    case 'resync':
      return operation !== '';
    case 'ended':
      return operation === 'getMe';
  }
}
