import type { QueryClient } from '@tanstack/react-query';
import {
  getWebhookEndpointOptions,
  listWebhookDeliveriesQueryKey,
  listWebhookEndpointsQueryKey,
} from '@/api/gen/@tanstack/react-query.gen';

export const endpointQuery = (endpoint_id: string) => getWebhookEndpointOptions({ path: { endpoint_id } });

/** Every list and page of endpoints is asked again. */
export const endpointsChanged = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries({ queryKey: listWebhookEndpointsQueryKey() }),
    client.invalidateQueries({ queryKey: [{ _id: 'getWebhookEndpoint' }] }),
  ]);

/** The log of an endpoint, and the deliveries opened from it, are asked again. */
export const logChanged = (client: QueryClient, endpoint_id: string) =>
  Promise.all([
    client.invalidateQueries({ queryKey: listWebhookDeliveriesQueryKey({ path: { endpoint_id } }) }),
    client.invalidateQueries({ queryKey: [{ _id: 'getWebhookDelivery' }] }),
  ]);
