import type { LiveReads } from '@/sockets/live';

export default {
  ofKind: {
    credits: [
      'getCredits',
      'getCreditSeries',
      'getCreditSettings',
      'forecastCredits',
      'listCreditEntries',
      'listCreditGrants',
      'listCreditHolds',
    ],
  },
} satisfies LiveReads;
