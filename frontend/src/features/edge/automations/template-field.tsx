import { Braces } from 'lucide-react';
import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Menu, MenuGroup, MenuItem } from '@/ui/menu';
import { Textarea } from '@/ui/textarea';
import { useBuilder } from './builder';
import { type PathOption, usePaths } from './use-paths';

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

function InsertPath({ label, stepId, control, onChange }: InsertProps) {
  const { t } = useTranslation('automations');
  const paths = usePaths(stepId);
  const insert = ({ id }: PathOption) => {
    const element = control.current;
    if (!element) return;
    const [start, end] = [element.selectionStart ?? element.value.length, element.selectionEnd ?? element.value.length];
    const put = `{{${id}}}`;
    onChange(element.value.slice(0, start) + put + element.value.slice(end));
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(start + put.length, start + put.length);
    });
  };
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={t('insertInto', { label })}
          className="flex items-center gap-1 rounded-sm px-1 text-accent-ink text-xs hover:underline"
        >
          <Braces size={12} aria-hidden />
          {t('insert')}
        </button>
      }
    >
      {GROUPS.map((group) => {
        const items = paths.filter((path) => path.group === group);
        return (
          items.length > 0 && (
            <MenuGroup key={group} label={t(`pathGroups.${group}`)}>
              {items.map((path) => (
                <MenuItem key={path.id} onClick={() => insert(path)}>
                  {path.name}
                </MenuItem>
              ))}
            </MenuGroup>
          )
        );
      })}
    </Menu>
  );
}
