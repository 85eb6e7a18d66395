/** @jsxImportSource preact */
import type { EmbedQuota } from '@/api/gen/types.gen';
import type { EmbedClient } from '../shared/client';
import { fill, moment, number, words } from '../shared/words';
import { Card, Said } from './parts';
import { useLive } from './use-live';

/** How much of the sliding window is used. */
export function Quota({ client }: { client: EmbedClient }) {
  const { data, refusal, retry } = useLive<EmbedQuota>(client, '/quota');
  return (
    <Card title={words.quota.title} name="quota">
      {!data ? (
        <Said refusal={refusal} retry={retry} />
      ) : (
        <>
          <p>{fill(words.quota.used, { used: number(data.used), limit: number(data.limit) })}</p>
          <meter
            aria-label={words.quota.title}
            min={0}
            max={data.limit}
            high={data.limit * 0.8}
            optimum={0}
            value={data.used}
          />
          <p class="muted">
            {fill(words.quota.remaining, { amount: number(data.remaining) })}
            {data.resets_at && ` · ${fill(words.quota.resets, { date: moment(data.resets_at) })}`}
          </p>
        </>
      )}
    </Card>
  );
}
