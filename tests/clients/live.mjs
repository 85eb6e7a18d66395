// What tests/clients/test_live.py checks of the Python client, by the TypeScript one: node live.mjs MODULE, with ATRIUM and KEY.
const { Client, Problem } = await import(process.argv[2]);
const { ATRIUM: baseUrl, KEY: apiKey } = process.env;
const client = new Client({ baseUrl: `${baseUrl}/api/v1`, apiKey });
const mark = crypto.randomUUID();
const said = {};
const nameOf = (call) => Promise.resolve().then(call).then(() => 'nothing', (error) => error.name);
const usage = { amount: 5, source: { type: 'call', id: 'call_1' } };

for (let number = 0; number < 5; number++) await client.createCustomer({ name: `${mark} ${number}` });
said.walked = 0;
for await (const each of client.iterateCustomers({ q: mark, limit: 2 })) said.walked += each.name.startsWith(mark) ? 1 : 0;
said.page = (await client.listCustomers({ q: mark, limit: 2 })).items.length;

const customer = await client.createCustomer({ name: 'Ana' });
await client.createCreditGrant(customer.id, { amount: 100, note: 'Gift' });
const keys = [];
const lossy = (losses) => async (url, init) => {
  const response = await fetch(url, init);
  keys.push(init.headers.get('idempotency-key'));
  if (keys.length <= losses) throw new TypeError('the answer is lost');
  return response;
};
const careful = new Client({ baseUrl, apiKey, fetch: lossy(2) });
said.balance = (await careful.consumeCredits(customer.id, usage)).balance;
said.attempts = keys.length;
said.keys = new Set(keys).size;
said.charged = 0;
for await (const entry of client.iterateCreditEntries(customer.id)) said.charged += entry.amount < 0 ? 1 : 0;
keys.length = 0;
const naive = new Client({ baseUrl, apiKey, attempts: 1, fetch: lossy(1) });
said.naive = await nameOf(() => naive.consumeCredits(customer.id, usage));

const first = await client.getCustomer(customer.id);
await client.updateCustomer(customer.id, { location: 'Madrid' }, { ifMatch: first });
said.stale = await nameOf(() => client.updateCustomer(customer.id, { location: 'Sevilla' }, { ifMatch: first }));
said.location = (await client.getCustomer(customer.id)).location;
const [listed] = (await client.listCustomers({ limit: 1 })).items;
said.withoutVersion = await nameOf(() => client.updateCustomer(listed.id, { location: 'Sevilla' }, { ifMatch: listed }));

const missing = await client.getCustomer(crypto.randomUUID()).catch((error) => error);
said.missing = missing instanceof Problem ? `${missing.name} ${missing.code}` : missing.name;
said.invalid = (await client.createCustomer({ name: 'Ana', nonsense: 1 }).catch((error) => error)).errors[0].pointer;
said.poor = await nameOf(() => client.consumeCredits(customer.id, { ...usage, amount: 1000 }));
said.stranger = await nameOf(() => new Client({ baseUrl, apiKey: 'atr_live_wrong' }).getMe());
said.aborted = await nameOf(() => client.listCustomers({}, { signal: AbortSignal.abort() }));
const started = await client.createImport({ file: new File([`Name\n${mark} a\n`], 'a.csv') });
said.job = (await client.waitForJob(started.job_id)).state;
console.log(JSON.stringify(said));
