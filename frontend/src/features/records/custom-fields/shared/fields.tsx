import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allFields } from '@/api/catalogues';
import { getCustomerOptions, getMemberOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomerOut, CustomFieldOut, FieldShown, Overview } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { InlineEdit } from '@/components/inline-edit';
import type { CustomerChange } from '@/sockets/record';
import { Badge } from '@/ui/badge';
import { Skeleton } from '@/ui/skeleton';
import { Switch } from '@/ui/switch';
import { FieldEditor } from './editor';
import { type Draft, fromDraft, isEmpty, type Place, textOf, toDraft } from './values';

type Save = (change: CustomerChange) => void;
type Definition = Pick<CustomFieldOut, 'type' | 'options' | 'help' | 'validation'>;

/** The custom fields of the profile under their headings, each edited in place. */
export function Fields({ overview, save }: { overview: Overview; save: Save }) {
  const definitions = useQuery(allFields());
  const { timeZone, currency } = usePlace();
  const { i18n } = useTranslation('records/custom-fields');
  const sections = [...new Set(overview.fields.map(({ section }) => section))];
  return sections.map((section) => (
    <section key={section} aria-label={section || undefined} className="border-b py-3">
      {section && <h2 className="px-1.5 pb-1 font-medium text-muted text-xs">{section}</h2>}
      <dl className="flex flex-col">
        {overview.fields
          .filter((field) => field.section === section)
          .map((field) => {
            const known = definitions.data?.find(({ key }) => key === field.key);
            const definition: Definition = known ?? {
              type: field.type as CustomFieldOut['type'],
              options: [],
              help: '',
              validation: {} as CustomFieldOut['validation'],
            };
            const place = {
              timeZone,
              currency: known?.validation.currency ?? currency,
              language: i18n.resolvedLanguage,
            };
            return (
              <div
                key={field.key}
                className="grid grid-cols-[minmax(6.5rem,36%)_minmax(0,1fr)] items-start gap-x-2 sm:grid-cols-[11rem_minmax(0,1fr)]"
              >
                <dt className="px-1.5 py-1.5 text-muted text-sm" title={definition.help || undefined}>
                  {field.label}
                  {field.required && <span aria-hidden> *</span>}
                </dt>
                <dd className="min-w-0">
                  {definitions.isPending ? (
                    <Skeleton className="my-2 w-24" />
                  ) : (
                    <FieldValue
                      field={field}
                      definition={definition}
                      customer={overview.customer}
                      place={place}
                      save={save}
                    />
                  )}
                </dd>
              </div>
            );
          })}
      </dl>
    </section>
  ));
}

type ValueProps = { field: FieldShown; definition: Definition; customer: CustomerOut; place: Place; save: Save };

function FieldValue({ field, definition, customer, place, save }: ValueProps) {
  const { t } = useTranslation('records/custom-fields');
  const value: unknown = customer.custom_fields[field.key] ?? null;
  const { type } = definition;
  const change = (next: unknown) => save(fieldChange(field, value, next, t('saved', { name: field.label })));
  if (type === 'checkbox')
    return (
      <span className="flex min-h-row items-center gap-2 px-1.5">
        <Switch
          aria-label={field.label}
          checked={value === true}
          disabled={!field.editable}
          onCheckedChange={(on: boolean) => change(on)}
        />
        <span className="text-muted text-xs">{value === true ? t('yes') : t('no')}</span>
      </span>
    );
  const plain = ['text', 'long_text', 'number', 'currency', 'percent', 'email', 'phone', 'url'].includes(type);
  return (
    <InlineEdit<Draft>
      label={field.label}
      value={toDraft(type, value, place)}
      empty={isEmpty(value)}
      readOnly={!field.editable}
      multiline={type === 'long_text'}
      equal={(a, b) => JSON.stringify(a) === JSON.stringify(b)}
      check={(draft) => {
        const read = fromDraft(type, draft, place);
        if ('wrong' in read) return t(`wrong.${read.wrong}`);
        return field.required && read.value === null ? t('needed') : undefined;
      }}
      onSave={(draft) => {
        const read = fromDraft(type, draft, place);
        if ('value' in read) change(read.value);
      }}
      editor={plain ? undefined : (editing) => <FieldEditor field={definition} editing={editing} />}
    >
      <Shown definition={definition} value={value} place={place} />
    </InlineEdit>
  );
}

function Shown({ definition, value, place }: { definition: Definition; value: unknown; place: Place }) {
  if (definition.type === 'member') return <MemberName id={String(value)} />;
  if (definition.type === 'customer') return <CustomerName id={String(value)} />;
  if (definition.type === 'select' || definition.type === 'multi_select') {
    const keys = Array.isArray(value) ? value : [value];
    return (
      <span className="flex flex-wrap gap-1">
        {keys.map((key) => (
          <Badge key={String(key)}>{textOf({ ...definition, type: 'select' }, key, place)}</Badge>
        ))}
      </span>
    );
  }
  const overdue = definition.type === 'follow_up' && Date.parse(String(value)) < Date.now();
  return (
    <span className={overdue ? 'whitespace-pre-wrap break-words text-danger-ink' : 'whitespace-pre-wrap break-words'}>
      {textOf(definition, value, place)}
    </span>
  );
}

function MemberName({ id }: { id: string }) {
  const { data } = useQuery(getMemberOptions({ path: { member_id: id } }));
  return data?.name ?? '…';
}

function CustomerName({ id }: { id: string }) {
  const { data } = useQuery(getCustomerOptions({ path: { customer_id: id } }));
  return data?.name ?? '…';
}

const withField =
  (key: string, value: unknown) =>
  (customer: CustomerOut): CustomerOut => ({
    ...customer,
    custom_fields: { ...customer.custom_fields, [key]: value },
  });

/** A change of one custom field. */
export const fieldChange = (
  { key, label }: Pick<FieldShown, 'key' | 'label'>,
  before: unknown,
  after: unknown,
  saved: string,
): CustomerChange => ({
  patch: { custom_fields: { [key]: after as never } },
  back: { custom_fields: { [key]: before as never } },
  apply: withField(key, after),
  revert: withField(key, before),
  read: (customer) => {
    const value: unknown = customer.custom_fields[key] ?? null;
    return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  },
  label,
  saved,
});
