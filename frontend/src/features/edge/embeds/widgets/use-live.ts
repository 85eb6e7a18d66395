import { useEffect, useState } from 'preact/hooks';
import type { EmbedClient, Refusal } from '../shared/client';

const EVERY_MS = 5_000;
const PATIENT_MS = 30_000;

type Live<T> = { data: T | null; refusal: Refusal | null; retry: () => void };

/** Reads again every few seconds while somebody looks: no open connection for each visitor of somebody else's site. */
export function useLive<T>(client: EmbedClient, path: string, onData?: (data: T) => void): Live<T> {
  const [data, setData] = useState<T | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is asked for, and what is told does not start one
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const look = async () => {
      clearTimeout(timer);
      let wait = EVERY_MS;
      if (document.visibilityState === 'visible') {
        try {
          const read = await client.get<T>(path);
          if (over) return;
          setData(read);
          setRefusal(null);
          onData?.(read);
        } catch (thrown) {
          if (over) return;
          setRefusal(thrown as Refusal);
          wait = PATIENT_MS;
        }
      }
      timer = setTimeout(() => void look(), wait);
    };
    const seen = () => document.visibilityState === 'visible' && void look();
    document.addEventListener('visibilitychange', seen);
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [client, path, turn]);
  return { data, refusal, retry: () => setTurn((now) => now + 1) };
}
