import type { StepFormProps } from '@/sockets/steps';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { Switch } from '@/ui/switch';
import { useBuilder } from '../../editor/builder';
import { TemplateField } from '../../editor/template-field';
import { NumberInput } from '../../editor/value-editor';
import { JsonField } from './webhook';

type Schema = {
  type?: string;
  enum?: unknown[];
  anyOf?: Schema[];
  description?: string;
  default?: unknown;
};

/** Fields made from the schema of a kind that has no form of its own: text, number, choice, switch, else JSON. */
export function GenericForm({ step, config, set, error }: StepFormProps) {
  const { names } = useBuilder();
  const schema = names.catalogue.step_kinds.find(({ kind }) => kind === step.kind)?.config_schema ?? {};
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required = new Set((schema.required ?? []) as string[]);
  return properties.map(([name, property]) => {
    const label = name.replace(/_/g, ' ');
    const shape = property.anyOf?.find(({ type }) => type !== 'null') ?? property;
    const value = config[name] ?? property.default;
    const shared = { label, description: property.description, error: error(name), optional: !required.has(name) };
    const put = (next: unknown) => set({ [name]: next });
    if (shape.enum)
      return (
        <Field key={name} {...shared}>
          <Select
            items={shape.enum.map((each) => ({ value: String(each), label: String(each) }))}
            value={typeof value === 'string' ? value : null}
            onValueChange={put}
          />
        </Field>
      );
    if (shape.type === 'boolean')
      return (
        <Field key={name} {...shared} inline>
          <Switch checked={value === true} onCheckedChange={put} />
        </Field>
      );
    if (shape.type === 'integer' || shape.type === 'number')
      return (
        <Field key={name} {...shared}>
          <NumberInput label={label} value={value} onChange={put} className="w-32" />
        </Field>
      );
    if (shape.type === 'string')
      return (
        <TemplateField key={name} {...shared} stepId={step.id} value={value} onChange={(text) => put(text || null)} />
      );
    return <JsonField key={name} {...shared} stepId={step.id} value={value} onChange={put} />;
  });
}
