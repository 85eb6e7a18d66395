import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { askAgain } from '@/lib/optimistic';
import { asProblem } from '@/lib/problem';

/** Everything that a movement of credits may change. */
const OPERATIONS = [
  'getCredits',
  'listCreditGrants',
  'listCreditHolds',
  'listCreditEntries',
  'forecastCredits',
  'getCreditSeries',
  'getCreditSettings',
] as const;

export const useCreditsChanged = () => {
  const client = useQueryClient();
  return () => askAgain(client, OPERATIONS);
};

type Sending = {
  /** Moves credits under the given key. */
  send: (key: string) => Promise<unknown>;
  done: () => void;
};

/**
 * Sends a form that moves credits. The key stays until the server took it, so that a second press after a lost answer moves
 * nothing twice; `again` is called when the form changes, since another movement needs another key.
 */
export function useMovement({ send, done }: Sending) {
  const changed = useCreditsChanged();
  const key = useRef(crypto.randomUUID());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const problem = error === undefined ? null : asProblem(error);
  const again = () => {
    key.current = crypto.randomUUID();
    setError(undefined);
  };
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    event?.stopPropagation();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await send(key.current);
      again();
      done();
      await changed();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const errorAt = (pointer: string) => {
    const message = problem?.errors.find((each) => each.pointer === pointer)?.message;
    return message && message.charAt(0).toUpperCase() + message.slice(1);
  };
  return { submit, again, busy, error, problem, errorAt, placed: Boolean(problem?.errors.length) };
}

/** A whole number that somebody typed, or null. */
export const wholeNumber = (typed: string): number | null => {
  const digits = typed.replaceAll(/[\s.,'’]/g, '');
  return /^\d{1,13}$/.test(digits) ? Number(digits) : null;
};
