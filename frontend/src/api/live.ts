/**
 * What happens elsewhere, as it happens: `GET /stream`. One tab of the browser holds the connection (a browser has few of them
 * for one server) and tells the others; when it closes, another goes on where it was.
 */
export type Change = {
  id: string;
  type: string;
  kind: string;
  customer_id: string | null;
  subject_id: string | null;
  actor_id: string | null;
};

export type LiveEvent =
  | { event: 'change'; data: Change }
  | { event: 'presence'; data: { customer_id: string } }
  | { event: 'settings' | 'rights' | 'notification' | 'resync' | 'ended'; data: unknown };

const EVENTS = ['change', 'presence', 'settings', 'rights', 'notification', 'resync', 'ended'] as const;
const NAME = 'atrium.live';
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

type Said = { said: LiveEvent; at: string };

/** Follows the stream until the returned function is called. `refused`: the server did not let us in; it is asked again later. */
export function follow(heard: (event: LiveEvent) => void, refused: () => void): () => void {
  const end = new AbortController();
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(NAME);
  let position = '';
  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<Said>) => {
      position = data.at || position;
      heard(data.said);
    };
  }
  const tell = (said: LiveEvent, at: string) => {
    position = at || position;
    channel?.postMessage({ said, at: position } satisfies Said);
    heard(said);
  };
  const hold = () => connect(() => position, tell, refused, end.signal);
  if (navigator.locks) void navigator.locks.request(NAME, { signal: end.signal }, hold).catch(() => undefined);
  else void hold();
  return () => {
    end.abort();
    channel?.close();
  };
}

/** Holds a connection, made again after every failure with growing waits, until the signal. */
function connect(
  position: () => string,
  tell: (event: LiveEvent, at: string) => void,
  refused: () => void,
  signal: AbortSignal,
): Promise<void> {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const again = () => {
    source?.close();
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++);
    clearTimeout(timer);
    timer = setTimeout(open, longest * (0.5 + Math.random() / 2));
  };
  const open = () => {
    const after = position();
    source = new EventSource(`/api/v1/stream${after ? `?after=${encodeURIComponent(after)}` : ''}`);
    source.addEventListener('ready', () => {
      failures = 0;
    });
    for (const event of EVENTS) {
      source.addEventListener(event, ({ data, lastEventId }: MessageEvent<string>) => {
        if (event === 'ended') again();
        tell({ event, data: JSON.parse(data) } as LiveEvent, lastEventId);
      });
    }
    source.onerror = () => {
      // While it is connecting again by itself there is nothing to do; an answer other than the stream ends it.
      if (source?.readyState !== EventSource.CLOSED) return;
      again();
      refused();
    };
  };
  open();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      source?.close();
      resolve();
    });
  });
}
