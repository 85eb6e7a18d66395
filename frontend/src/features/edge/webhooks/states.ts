import type { WebhookDeliveryOut, WebhookEndpointOut } from '@/api/gen/types.gen';

/** How an endpoint is doing, and how a delivery: a word and a tone of the kit for each. */
export const stateOf = ({ state, failing_since }: WebhookEndpointOut): keyof typeof endpointTones =>
  state === 'disabled' ? 'disabled' : failing_since ? 'failing' : 'enabled';

export const endpointTones = { enabled: 'positive', failing: 'caution', disabled: 'neutral' } as const;

export const deliveryTones = {
  queued: 'info',
  running: 'info',
  delivered: 'positive',
  failed: 'danger',
  withheld: 'neutral',
} as const satisfies Record<WebhookDeliveryOut['state'], string>;

/** The filters of the log, and the states they stand for. */
export const logFilters = {
  all: undefined,
  waiting: ['queued', 'running'],
  delivered: ['delivered'],
  failed: ['failed'],
  withheld: ['withheld'],
} as const satisfies Record<string, readonly WebhookDeliveryOut['state'][] | undefined>;
export type LogFilter = keyof typeof logFilters;

/** Something is about to change: worth looking again soon. */
export const isMoving = ({ state, next_attempt_at }: WebhookDeliveryOut, now: number): boolean =>
  state === 'running' || (state === 'queued' && Date.parse(next_attempt_at ?? '') < now + 6_000);
