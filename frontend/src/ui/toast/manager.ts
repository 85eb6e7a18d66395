export type Notice = {
  /** One plain sentence. */
  title: string;
  description?: string;
  tone?: 'info' | 'positive' | 'danger';
  /** Takes the thing back; offered for 8 seconds. */
  undo?: () => void;
  /** Another action than undo. */
  action?: { label: string; run: () => void };
  /** A second notice with the same id replaces the first. */
  id?: string;
};

const waiting: Notice[] = [];
let show: ((notice: Notice) => void) | undefined;
let wake: (() => void) | undefined;

/** Says something that needs no answer. Errors are read out at once, the rest when the reader pauses. */
export function notify(notice: Notice): void {
  if (show) {
    show(notice);
  } else {
    waiting.push(notice);
    wake?.();
  }
}

/** The part of the page that shows notices is fetched with the first one. */
export function onFirstNotice(listener: () => void): () => void {
  wake = listener;
  if (waiting.length) listener();
  return () => {
    wake = undefined;
  };
}

/** From now on `showNotice` shows them, beginning with those that waited. */
export function connect(showNotice: (notice: Notice) => void): () => void {
  show = showNotice;
  for (const notice of waiting.splice(0)) showNotice(notice);
  return () => {
    show = undefined;
  };
}
