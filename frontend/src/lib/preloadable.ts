import { type ComponentType, createElement, type ReactNode, useState } from 'react';
import { lazily, whenReachable } from './lazily';

export type Preloadable<P> = ((props: P) => ReactNode) & { preload: () => Promise<unknown> };

/** A part of the page in a script of its own that can be fetched ahead; once it is there it shows without a pause. */
export function preloadable<P extends object>(fetch: () => Promise<{ default: ComponentType<P> }>): Preloadable<P> {
  let fetched: ComponentType<P> | undefined;
  let loading: Promise<{ default: ComponentType<P> }> | undefined;
  const load = () => {
    loading ??= whenReachable(fetch).then(
      (module) => {
        fetched = module.default;
        return module;
      },
      (thrown: unknown) => {
        loading = undefined;
        throw thrown;
      },
    );
    return loading;
  };
  const Later = lazily(load) as ComponentType<P>;
  /** What it began with it stays: another component in its place would lose what was typed. */
  function Part(props: P) {
    const [Shown] = useState(() => fetched ?? Later);
    return createElement(Shown, props);
  }
  return Object.assign(Part, { preload: () => load().catch(() => undefined) });
}
