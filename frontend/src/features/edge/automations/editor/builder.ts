import { createContext, use } from 'react';
import type { Draft, FlowStep } from '../shared/flow';
import type { Names } from '../shared/names';
import type { Words } from '../shared/words';
import type { Located } from './pointers';

/** What every part of the flow's editor knows. */
export type Builder = {
  draft: Draft;
  /** `mark`: changes with the same one in a row are taken back together. */
  change: (part: Partial<Draft>, mark?: string) => void;
  /** Changes the steps and offers to take it back. */
  changeSteps: (steps: FlowStep[], said: string) => void;
  names: Names;
  words: Words;
  errors: readonly Located[];
  readOnly: boolean;
  /** The card that is being edited: a step's id, `trigger`, `conditions`. */
  open: string | null;
  setOpen: (id: string | null) => void;
};

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = use(BuilderContext);
  if (!builder) throw new Error('Parts of a flow belong inside its editor.');
  return builder;
}
