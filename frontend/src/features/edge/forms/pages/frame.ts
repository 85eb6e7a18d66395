/** What a page in a frame tells the page around it. Only `frame-ancestors` decides who that may be; nothing here is secret. */
export const NAMESPACE = 'atrium-form';
export type FrameMessage =
  | { source: typeof NAMESPACE; type: 'height'; height: number }
  | { source: typeof NAMESPACE; type: 'redirect'; url: string };

export const isFramed = window.parent !== window;

type Sent = { type: 'height'; height: number } | { type: 'redirect'; url: string };
export function tellParent(message: Sent): void {
  if (isFramed) window.parent.postMessage({ source: NAMESPACE, ...message }, '*');
}

/** Keeps the frame as high as what is in it. */
export function reportHeight(element: HTMLElement): void {
  if (!isFramed) return;
  document.documentElement.dataset.framed = '';
  new ResizeObserver(() =>
    tellParent({ type: 'height', height: Math.ceil(element.getBoundingClientRect().height) }),
  ).observe(element);
}
