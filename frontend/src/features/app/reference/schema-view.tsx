import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Contract, Schema } from './contract';
import { Markdown } from './markdown';
import { flatten, limits, typeName, variants } from './schema';

type Props = { contract: Contract; schema: Schema };

/** The properties of an object, a list's items, or the alternatives of a union; deeper levels open on demand. */
export function SchemaView({ contract, schema }: Props) {
  const { t } = useTranslation('app/reference');
  const options = variants(contract, schema);
  if (options.length > 1) {
    return (
      <div className="py-2">
        <p className="text-muted text-sm">{t('schema.oneOf')}</p>
        {options.map((option) => (
          <Nested
            key={typeName(contract, option)}
            label={typeName(contract, option)}
            contract={contract}
            schema={option}
          />
        ))}
      </div>
    );
  }
  const plain = flatten(contract, options[0] ?? {});
  if (plain.items) return <SchemaView contract={contract} schema={plain.items} />;
  const extra = typeof plain.additionalProperties === 'object' ? plain.additionalProperties : undefined;
  const rows = Object.entries(plain.properties ?? {});
  if (rows.length === 0 && !extra)
    return <p className="py-2 font-mono text-muted text-xs">{typeName(contract, schema)}</p>;
  return (
    <ul className="divide-y">
      {rows.map(([name, property]) => (
        <FieldRow
          key={name}
          name={name}
          contract={contract}
          schema={property}
          required={plain.required?.includes(name)}
        />
      ))}
      {extra && <FieldRow name={t('schema.anyKey')} contract={contract} schema={extra} />}
    </ul>
  );
}

type FieldProps = Props & { name: string; required?: boolean; description?: string; deprecated?: boolean };

/** One property or parameter: name, type, whether it must be there, its bounds and what it means. */
export function FieldRow({ name, contract, schema, required, description, deprecated }: FieldProps) {
  const { t } = useTranslation('app/reference');
  const plain = flatten(contract, schema);
  const inner = variants(contract, schema).map((variant) => flatten(contract, variant));
  const words = { characters: t('schema.characters'), items: t('schema.items') };
  const hints = [...new Set([plain, ...inner].flatMap((part) => limits(part, words)))];
  if (plain.default !== undefined && plain.default !== null && !isEmpty(plain.default)) {
    hints.push(t('schema.default', { value: JSON.stringify(plain.default) }));
  }
  const text = description ?? plain.description;
  return (
    <li className="py-2.5 text-sm">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
        <span className="font-medium font-mono text-xs">{name}</span>
        <span className="font-mono text-muted text-xs">{typeName(contract, schema)}</span>
        {required && <span className="font-medium text-danger-ink text-xs">{t('schema.required')}</span>}
        {(deprecated ?? plain.deprecated) && <span className="text-caution-ink text-xs">{t('deprecated')}</span>}
        {hints.map((hint) => (
          <span key={hint} className="font-mono text-muted text-xs">
            {hint}
          </span>
        ))}
      </div>
      {text && <Markdown text={text} className="max-w-prose text-muted *:my-0.5" />}
      {inner.some((part) => hasInside(contract, part)) && (
        <Nested label={t('schema.inside', { name })} contract={contract} schema={schema} />
      )}
    </li>
  );
}

const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function hasInside(contract: Contract, schema: Schema): boolean {
  if (schema.items)
    return variants(contract, schema.items).some((part) => hasInside(contract, flatten(contract, part)));
  return Boolean(schema.properties) || typeof schema.additionalProperties === 'object';
}

function Nested({ label, contract, schema }: Props & { label: string }) {
  return (
    <Disclosure label={<span className="text-xs">{label}</span>}>
      {() => (
        <div className="ms-1.5 border-s ps-4">
          <SchemaView contract={contract} schema={schema} />
        </div>
      )}
    </Disclosure>
  );
}

/** Its content is made when it is first opened, so that a schema may contain itself. */
export function Disclosure({
  label,
  open = false,
  children,
}: {
  label: ReactNode;
  open?: boolean;
  children: () => ReactNode;
}) {
  const [shown, setShown] = useState(open);
  return (
    <details open={open} onToggle={(event) => setShown(shown || event.currentTarget.open)} className="mt-1">
      <summary className="flex min-h-6 list-none items-center gap-1 rounded-sm text-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 transition-transform rtl:-scale-x-100 [details[open]>summary>&]:rotate-90"
        />
        {label}
      </summary>
      {shown && children()}
    </details>
  );
}
