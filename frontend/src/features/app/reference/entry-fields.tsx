import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { Textarea } from '@/ui/textarea';
import type { Contract, Operation, Schema } from './contract';
import { bodyKind, type Entry, formFields } from './request';
import { example, flatten, isFile, variants } from './schema';

type Props = { contract: Contract; operation: Operation; entry: Entry; onChange: (next: Entry) => void };

/** One field for each parameter, then the body: JSON as text, a form as fields. */
export function EntryFields({ contract, operation, entry, onChange }: Props) {
  const { t } = useTranslation('app/reference');
  const json = parses(entry.json);
  return (
    <>
      {operation.parameters.map(({ name, in: place, schema = {}, required }) => (
        <Field key={`${place}:${name}`} name={name} required={required}>
          {(id) => (
            <ValueInput
              id={id}
              contract={contract}
              schema={schema}
              value={entry.values[`${place}:${name}`] ?? ''}
              onChange={(value) => onChange({ ...entry, values: { ...entry.values, [`${place}:${name}`]: value } })}
            />
          )}
        </Field>
      ))}
      {formFields(contract, operation).map(([name, schema, required]) => (
        <Field key={name} name={name} required={required}>
          {(id) => {
            const set = (value: string | File) => onChange({ ...entry, form: { ...entry.form, [name]: value } });
            if (isFile(schema)) {
              return (
                <Input id={id} type="file" className="py-1" onChange={(event) => set(event.target.files?.[0] ?? '')} />
              );
            }
            const value = entry.form[name];
            const text = typeof value === 'string' ? value : '';
            return <ValueInput id={id} contract={contract} schema={schema} value={text} onChange={set} />;
          }}
        </Field>
      ))}
      {bodyKind(operation) === 'json' && (
        <Field name={t('try.body')} spoken>
          {(id) => (
            <>
              <Textarea
                id={id}
                value={entry.json}
                aria-invalid={!json}
                aria-describedby={json ? undefined : `${id}-error`}
                onChange={(event) => onChange({ ...entry, json: event.target.value })}
              />
              {!json && (
                <span id={`${id}-error`} className="text-danger-ink text-xs">
                  {t('try.malformed')}
                </span>
              )}
            </>
          )}
        </Field>
      )}
    </>
  );
}

function parses(text: string): boolean {
  try {
    JSON.parse(text || '{}');
    return true;
  } catch {
    return false;
  }
}

type FieldProps = { name: string; required?: boolean; spoken?: boolean; children: (id: string) => ReactNode };

/** `spoken`: the name is words of ours, not a name from the contract. */
function Field({ name, required, spoken, children }: FieldProps) {
  const { t } = useTranslation('app/reference');
  const id = useId();
  return (
    <div className="grid gap-1 text-sm">
      <label htmlFor={id} className="flex items-baseline gap-2">
        <span className={cn('font-medium', !spoken && 'font-mono text-xs')}>{name}</span>
        {required && <span className="text-danger-ink text-xs">{t('schema.required')}</span>}
      </label>
      {children(id)}
    </div>
  );
}

type ValueProps = { id: string; contract: Contract; schema: Schema; value: string; onChange: (value: string) => void };

/** A choice where the schema lists the values, else text with the contract's example as a hint. */
function ValueInput({ id, contract, schema, value, onChange }: ValueProps) {
  const { t } = useTranslation('app/reference');
  const plain = flatten(contract, variants(contract, schema)[0] ?? {});
  const choices = plain.type === 'boolean' ? ['true', 'false'] : (plain.enum ?? []).map(String);
  if (choices.length > 0) {
    return (
      <NativeSelect id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('try.unset')}</option>
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </NativeSelect>
    );
  }
  const sample = plain.type === 'array' ? t('try.several') : example(contract, schema);
  const hint = typeof sample === 'object' || sample === 'text' ? '' : String(sample);
  return <Input id={id} value={value} placeholder={hint} onChange={(event) => onChange(event.target.value)} />;
}
