import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { AnyOf, CustomFieldOut, PathOut } from '@/api/gen/types.gen';
import type { Namespace } from '@/i18n';
import type { Preloadable } from '@/lib/preloadable';
import type { Option } from '@/ui/combobox';
import type { Name } from './collect';

/** What can be chosen in a step by its id. */
export type Thing = 'folder' | 'status' | 'tag' | 'group' | 'member' | 'relation' | 'automation' | 'template';

export type StepConfig = { [property: string]: unknown };

type Chosen = { thing: Thing; value: unknown; placeholder?: string; label?: string; except?: string };
type TemplateProps = {
  label: string;
  description?: string;
  error?: string;
  optional?: boolean;
  stepId: string | null;
  value: unknown;
  onChange: (text: string) => void;
  rows?: boolean;
  maxLength?: number;
  placeholder?: string;
  hideLabel?: boolean;
};
type ValueProps = { label: string; info: PathOut; op: string; value: unknown; onChange: (value: unknown) => void };

/** What the editor of flows lends to the forms of its steps. */
export type StepKit = {
  readOnly: boolean;
  options: (thing: Thing) => readonly Option[];
  fields: readonly CustomFieldOut[];
  /** What a path is called. */
  path: (path: string) => string;
  /** What is known of a path. */
  info: (path: string) => PathOut;
  /** One of the workspace's own things. */
  One: ComponentType<Chosen & { onChange: (id: string | null) => void }>;
  /** Several of them. */
  Many: ComponentType<Chosen & { onChange: (ids: string[]) => void }>;
  /** A text that may hold placeholders. */
  Template: ComponentType<TemplateProps>;
  /** A value of what stands at a path. */
  Value: ComponentType<ValueProps>;
};

/** What the form of a kind of step gets. */
export type StepFormProps = {
  step: { id: string; kind: string };
  config: StepConfig;
  /** Changes parts of the configuration; undefined takes one out. */
  set: (part: StepConfig) => void;
  /** What is wrong at a property of the configuration. */
  error: (property: string) => string | undefined;
  kit: StepKit;
};

/** What sentences are made of. */
export type StepWords = {
  say: (name: Name, values?: Record<string, unknown>) => string;
  list: (items: readonly string[], type?: 'conjunction' | 'disjunction') => string;
  text: (template: unknown) => string;
  value: (path: string, value: unknown) => string;
  path: (path: string) => string;
  event: (type: string) => string;
  duration: (seconds: unknown) => string;
  /** "2 days before …" */
  days: (count: number, moment: string) => string;
  conditions: (groups: readonly AnyOf[]) => string;
  name: (thing: Thing, id: unknown) => string;
};

/** A kind of step that flows can take. */
export type StepEntry = {
  kind: string;
  order: number;
  label: Name;
  icon: LucideIcon;
  form: Preloadable<StepFormProps>;
  /** The namespaces that the form says itself with; they come with its script. */
  texts: readonly Namespace[];
  /** Properties at which the form shows errors itself; others are said below it. */
  shows: readonly string[];
  /** The step as a sentence. */
  says: (config: StepConfig, words: StepWords) => string;
  /** It directs the flow instead of doing something. */
  directs?: boolean;
  /** What it leaves that later steps can use. */
  leaves?: readonly string[];
};

export const idsIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const shortened = (text: string, most = 80) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
