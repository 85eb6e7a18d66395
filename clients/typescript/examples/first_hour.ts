/**
 * Import contacts, spend credits, verify a webhook.
 *
 * ATRIUM=http://localhost:8000 KEY=atr_live_… node clients/typescript/dist/examples/first_hour.js
 */
import { EventEmitter, on, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, InsufficientCredits, InvalidSignature, type models, Webhook } from 'atrium-client';

const CONTACTS = 'Name,E-mail,Phone\nAna Ruiz,ana.typescript@example.com,+34 600 11 22 33\nBo Lind,bo.typescript@example.com,\n';
const { ATRIUM = '', KEY = '', RECEIVER } = process.env;
let webhook: Webhook;
const received = new EventEmitter();

// region receiver
const server = createServer(async (request, response) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    received.emit('event', await webhook.verify(Buffer.concat(chunks), request.headers));
    response.writeHead(204).end();
  } catch (error) {
    response.writeHead(error instanceof InvalidSignature ? 400 : 500).end();
  }
});
// endregion receiver
await once(server.listen(0, '127.0.0.1'), 'listening');

// region client
const client = new Client({ baseUrl: ATRIUM, apiKey: KEY });
console.log('I am', (await client.getMe()).actor.name);
// endregion client

// region endpoint
const url = RECEIVER ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}/atrium`;
const endpoint = await client.createWebhookEndpoint({ url, event_types: ['credits.*'] });
webhook = new Webhook(endpoint.secret); // shown this once: keep it
// endregion endpoint

// region import
const file = new File([CONTACTS], 'contacts.csv');
const started = await client.createImport({ file, options: JSON.stringify({ match_by: 'email' }) });
const job = await client.waitForJob(started.job_id ?? '');
console.log('imported:', job.state, job.result);
const found: models.CustomerOut[] = [];
for await (const each of client.iterateCustomers({ q: 'ana.typescript@example.com' })) found.push(each);
// endregion import
const ana = found[0];
if (!ana) throw new Error('The import brought nobody.');

// region change
const read = await client.getCustomer(ana.id);
const customer = await client.updateCustomer(read.id, { location: 'Madrid' }, { ifMatch: read });
// endregion change

const events = on(received, 'event', { signal: AbortSignal.timeout(30_000) });
// region credits
await client.createCreditGrant(customer.id, { amount: 500, note: 'Welcome gift' });
const callId = `call_${crypto.randomUUID().slice(0, 8)}`;
try {
  const usage = { amount: 5, source: { type: 'call', id: callId } } as const;
  const movement = await client.consumeCredits(customer.id, usage, { idempotencyKey: callId });
  console.log('balance:', movement.balance);
} catch (error) {
  if (!(error instanceof InsufficientCredits)) throw error;
  console.log('not enough:', error.detail);
}
// endregion credits

for await (const [event] of events as AsyncIterable<[models.WebhookPayload]>) {
  if (event.type !== 'credits.consumed' || event.data.customer_id !== customer.id) continue;
  console.log('verified:', event.type, 'of', event.data.customer_id);
  break;
}
await client.deleteWebhookEndpoint(endpoint.id);
server.close();
