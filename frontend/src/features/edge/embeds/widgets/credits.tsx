/** @jsxImportSource preact */
import { useRef, useState } from 'preact/hooks';
import type { EmbedBalance, EmbedCreditEntry, EmbedCredits } from '@/api/gen/types.gen';
import type { ToHost } from '../shared/bridge';
import type { EmbedClient } from '../shared/client';
import { day, fill, moment, number, words } from '../shared/words';
import { Card, Said } from './parts';
import { useLive } from './use-live';

const FIRST = 5;
const MOST = 100;

/** Which balances are other than they were: what the host page is told. */
export const moved = (before: readonly EmbedBalance[], now: readonly EmbedBalance[]): EmbedBalance[] =>
  now.filter(({ unit, balance, available }) => {
    const old = before.find((each) => each.unit === unit);
    return old?.balance !== balance || old.available !== available;
  });

export function Credits({ client, tell }: { client: EmbedClient; tell: (message: ToHost) => void }) {
  const known = useRef<readonly EmbedBalance[]>([]);
  const [size, setSize] = useState(FIRST);
  const credits = useLive<EmbedCredits>(client, '/credits', ({ balances }) => {
    for (const { unit, balance, available } of moved(known.current, balances))
      tell({ type: 'balance', unit, balance, available });
    known.current = balances;
  });
  const history = useLive<{ items: EmbedCreditEntry[]; next_cursor: string | null }>(
    client,
    `/credits/entries?limit=${size}`,
  );
  if (!credits.data)
    return (
      <Card title={words.credits.title} name="credits">
        <Said refusal={credits.refusal} retry={credits.retry} />
      </Card>
    );
  return (
    <Card title={words.credits.title} name="credits">
      <ul class="balances" aria-live="polite">
        {credits.data.balances.map((balance) => (
          <li key={balance.unit}>
            <span class="muted">{balance.unit_name}</span>
            <strong data-unit={balance.unit}>{number(balance.balance)}</strong>
            {balance.available !== balance.balance && (
              <span class="muted">{fill(words.credits.available, { amount: number(balance.available) })}</span>
            )}
            {balance.low && <span class="low">{words.credits.low}</span>}
            {balance.next_expiry_at && (
              <span class="muted">
                {fill(words.credits.expiring, {
                  amount: number(balance.next_expiry_amount),
                  date: day(balance.next_expiry_at),
                })}
              </span>
            )}
          </li>
        ))}
      </ul>
      <h3>{words.credits.history}</h3>
      {!history.data ? (
        <Said refusal={history.refusal} retry={history.retry} />
      ) : history.data.items.length === 0 ? (
        <p class="muted">{words.nothing}</p>
      ) : (
        <ul>
          {history.data.items.map((entry) => (
            <li key={entry.id} class="entry">
              <span>
                {words.credits.types[entry.type]}
                {entry.note && ` · ${entry.note}`}
                <span class="muted block">
                  <time dateTime={entry.created_at}>{moment(entry.created_at)}</time>
                </span>
              </span>
              <span class="amount">
                {entry.amount > 0 ? '+' : ''}
                {number(entry.amount)}
                <span class="muted block">{fill(words.credits.after, { amount: number(entry.balance_after) })}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {history.data?.next_cursor && size < MOST && (
        <button type="button" class="link" onClick={() => setSize(Math.min(size * 4, MOST))}>
          {words.more}
        </button>
      )}
    </Card>
  );
}
