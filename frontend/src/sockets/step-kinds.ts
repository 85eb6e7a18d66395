import { fetchTexts } from '@/i18n';
import { collect } from './collect';
import type { StepEntry } from './steps';

const entries = collect(
  import.meta.glob<StepEntry | readonly StepEntry[]>('../features/*/*/steps.ts', { eager: true, import: 'default' }),
);

/** A kind that nobody made a form for has none: its fields come from its schema, its sentence is its title. */
export const stepOf = (kind: string): StepEntry | undefined => entries.find((entry) => entry.kind === kind);

export const preloadSteps = () => {
  for (const { form } of entries) void form.preload();
  fetchTexts(...entries.flatMap(({ texts }) => texts));
};
