/** Where a customer can be met. The contract may learn of more: those are shown as other. */
export const CHANNELS = [
  'whatsapp',
  'email',
  'phone',
  'sms',
  'webchat',
  'messenger',
  'instagram',
  'telegram',
  'api',
  'other',
] as const;

export type ChannelKind = (typeof CHANNELS)[number];

export const channelKind = (name: string): ChannelKind => CHANNELS.find((known) => known === name) ?? 'other';
