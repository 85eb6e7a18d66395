import type { ReactNode } from 'react';
import type { Config, FlowStep } from '../shared/flow';

/** What the form of a kind of step gets. */
export type StepFormProps = {
  step: FlowStep;
  config: Config;
  /** Changes parts of the configuration; undefined takes one out. */
  set: (part: Config) => void;
  /** What is wrong at a property of the configuration. */
  error: (property: string) => string | undefined;
};
export type StepForm = {
  form: (props: StepFormProps) => ReactNode;
  /** Properties at which the form shows errors itself; others are said below it. */
  shows: readonly string[];
};
