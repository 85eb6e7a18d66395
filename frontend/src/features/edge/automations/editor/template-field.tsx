import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PlaceholderMenu } from '@/features/engage/placeholders/shared/menu';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Textarea } from '@/ui/textarea';
import { useBuilder } from './builder';
import { usePaths } from './use-paths';

type Control = HTMLInputElement | HTMLTextAreaElement;
type Props = {
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

/** A text that may hold `{{path}}`: the menu puts one in where the cursor is. */
export function TemplateField({ label, value, onChange, rows, maxLength, placeholder, stepId, ...field }: Props) {
  const { readOnly } = useBuilder();
  const control = useRef<Control>(null);
  const shared = {
    value: typeof value === 'string' ? value : '',
    maxLength,
    placeholder,
    readOnly,
    onChange: (event: { target: Control }) => onChange(event.target.value),
  };
  return (
    <Field
      {...field}
      label={label}
      aside={!readOnly && <InsertPath label={label} stepId={stepId} control={control} onChange={onChange} />}
    >
      {rows ? (
        <Textarea {...shared} ref={control as RefObject<HTMLTextAreaElement>} />
      ) : (
        <Input {...shared} ref={control as RefObject<HTMLInputElement>} autoComplete="off" />
      )}
    </Field>
  );
}

const GROUPS = ['customer', 'event', 'steps', 'others'] as const;

type InsertProps = {
  label: string;
  stepId: string | null;
  control: RefObject<Control | null>;
  onChange: (text: string) => void;
};

function InsertPath({ stepId, ...menu }: InsertProps) {
  const { t } = useTranslation('edge/automations');
  const paths = usePaths(stepId);
  const groups = GROUPS.map((group) => ({
    label: t(`pathGroups.${group}`),
    items: paths.filter((path) => path.group === group),
  }));
  return <PlaceholderMenu {...menu} groups={groups} />;
}
