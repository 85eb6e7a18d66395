import type { WebhookPayload } from './generated/types.gen.js';

const TOLERANCE_SECONDS = 300;

/** Not from Atrium, changed on the way, or older than five minutes: answer 400 and do nothing. */
export class InvalidSignature extends Error {
  override readonly name = 'InvalidSignature';
}

type HeaderSource = Headers | Record<string, string | string[] | undefined>;

/** Is this call from Atrium? Verifies with the `whsec_…` of an endpoint, as Standard Webhooks describe it. */
export class Webhook {
  readonly #key: Promise<CryptoKey>;

  constructor(secret: string) {
    const bytes = decode(secret.replace(/^whsec_/, ''));
    if (!bytes?.length) throw new TypeError('A secret is whsec_ and base64.');
    this.#key = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  }

  /** What was sent. `body` is what came, before it is parsed. Throws `InvalidSignature`. */
  async verify(body: string | Uint8Array, headers: HeaderSource, now = Date.now() / 1000): Promise<WebhookPayload> {
    const id = header(headers, 'webhook-id');
    const timestamp = header(headers, 'webhook-timestamp');
    const signatures = header(headers, 'webhook-signature');
    if (!/^\d+$/.test(timestamp)) throw new InvalidSignature('The timestamp is no number.');
    if (Math.abs(now - Number(timestamp)) > TOLERANCE_SECONDS) {
      throw new InvalidSignature('The timestamp is more than five minutes away.');
    }
    const content = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const prefix = new TextEncoder().encode(`${id}.${timestamp}.`);
    const signed = new Uint8Array(prefix.length + content.length);
    signed.set(prefix);
    signed.set(content, prefix.length);
    // Two while a secret is being changed; versions other than v1 are not for us.
    for (const part of signatures.split(' ')) {
      const signature = part.startsWith('v1,') ? decode(part.slice(3)) : undefined;
      if (signature && (await crypto.subtle.verify('HMAC', await this.#key, signature, signed))) {
        return JSON.parse(new TextDecoder().decode(content)) as WebhookPayload;
      }
    }
    throw new InvalidSignature('No signature fits.');
  }
}

function header(headers: HeaderSource, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (typeof value !== 'string') throw new InvalidSignature(`The header ${name} is missing.`);
  return value;
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}
