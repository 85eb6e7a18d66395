import { Operations } from './generated/operations.js';

/** Calls an installation with an API key: one method for each operation of the contract. */
export class Client extends Operations {}

export { type ClientOptions, etag, type Options } from './core.js';
export * from './errors.js';
export type * as models from './generated/types.gen.js';
export { InvalidSignature, Webhook } from './webhooks.js';
