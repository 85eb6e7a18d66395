import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFields } from '@/api/catalogues';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { ProblemNotice } from '@/components/problem';
import { FieldInput } from '@/features/records/custom-fields/shared/input';
import { type Draft, fromDraft, isEmpty, toDraft } from '@/features/records/custom-fields/shared/values';
import type { BulkDialogProps } from '@/sockets/bulk';
import { Combobox, type Option } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { Segmented } from '@/ui/segmented';
import { BulkForm } from './form';

/** One custom field, set to one value or cleared. */
export default function BulkField(props: BulkDialogProps) {
  const { t } = useTranslation(['records/customers', 'records/custom-fields']);
  const { timeZone, currency } = usePlace();
  const fields = useQuery(allFields());
  const [key, setKey] = useState<string | null>(null);
  const [how, setHow] = useState<'set' | 'clear'>('set');
  const [draft, setDraft] = useState<Draft>('');
  const editable = (fields.data ?? []).filter((field) => field.editable);
  const items: Option[] = editable.map((field) => ({
    id: field.key,
    name: field.label,
    hint: field.section || undefined,
  }));
  const field = editable.find((each) => each.key === key);
  const read = field && how === 'set' ? readDraft(field, draft, timeZone, currency) : { value: null };
  const ready = field && 'value' in read && (how === 'clear' || !isEmpty(read.value));
  return (
    <BulkForm
      {...props}
      title={t('bulk.field.title')}
      submitLabel={t(how === 'set' ? 'bulk.field.submit' : 'bulk.field.submitClear')}
      action={ready ? { type: 'set_fields', custom_fields: { [field.key]: read.value as never } } : null}
    >
      {fields.isError && <ProblemNotice error={fields.error} retry={() => void fields.refetch()} />}
      {fields.isSuccess && items.length === 0 && <EmptyState kind="permission" title={t('bulk.field.none')} />}
      <Field label={t('bulk.field.which')}>
        <Combobox
          items={items}
          loading={fields.isPending}
          value={items.find(({ id }) => id === key) ?? null}
          onValueChange={(option) => {
            const next = editable.find((each) => each.key === option?.id);
            setKey(next?.key ?? null);
            setDraft(next ? blank(next) : '');
          }}
        />
      </Field>
      {field && (
        <Segmented
          label={t('bulk.field.how')}
          value={how}
          onValueChange={setHow}
          items={[
            { value: 'set', label: t('bulk.field.set') },
            { value: 'clear', label: t('bulk.field.clear') },
          ]}
          className="self-start"
        />
      )}
      {field && how === 'set' && (
        <FieldInput key={field.key} field={field} label={field.label} value={draft} onChange={setDraft} />
      )}
      {'wrong' in read && !isEmpty(draft) && (
        <p role="alert" className="text-danger-ink text-sm">
          {t(`records/custom-fields:wrong.${read.wrong}`)}
        </p>
      )}
      {field && how === 'clear' && (
        <p className="text-muted text-sm">{t('bulk.field.clears', { name: field.label })}</p>
      )}
    </BulkForm>
  );
}

const blank = ({ type }: CustomFieldOut): Draft =>
  type === 'checkbox' ? 'false' : toDraft(type, null, { timeZone: 'UTC', currency: 'EUR' });

function readDraft(field: CustomFieldOut, draft: Draft, timeZone: string, currency: string) {
  if (field.type === 'checkbox') return { value: draft === 'true' };
  return fromDraft(field.type, draft, { timeZone, currency: field.validation.currency ?? currency });
}
