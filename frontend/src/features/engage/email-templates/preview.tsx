import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { MarkdownView } from '@/components/markdown-view';
import { ProblemNotice } from '@/components/problem';
import { CustomerPicker } from '@/features/records/overview/shared/customer-picker';
import { useDebounced } from '@/lib/use-debounced';
import type { Option } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { SkeletonLines } from '@/ui/skeleton';
import { previewQuery } from './queries';

type Props = { subject: string; body: string; called: (path: string) => string };

/** What is being written, as it arrives at a real customer. */
export function Preview({ subject, body, called }: Props) {
  const { t } = useTranslation('engage/email-templates');
  const may = useMay('customers:read');
  const [customer, setCustomer] = useState<Option | null>(null);
  return (
    <aside
      aria-label={t('preview.title')}
      className="flex min-w-0 flex-col gap-3 self-start rounded-lg bg-sunken p-4 lg:sticky lg:top-0"
    >
      <h2 className="font-medium text-sm">{t('preview.title')}</h2>
      {may ? (
        <>
          <Field label={t('preview.for')}>
            <CustomerPicker label={t('preview.for')} value={customer} onPick={setCustomer} />
          </Field>
          {customer ? (
            <Filled customer_id={customer.id} subject={subject} body={body} called={called} />
          ) : (
            <p className="text-muted text-sm">{t('preview.none')}</p>
          )}
        </>
      ) : (
        <p className="text-muted text-sm">{t('preview.denied')}</p>
      )}
    </aside>
  );
}

function Filled({ customer_id, subject, body, called }: Props & { customer_id: string }) {
  const { t } = useTranslation('engage/email-templates');
  const draft = useDebounced(JSON.stringify({ customer_id, subject, body }), 300);
  const written = subject.trim() !== '' && body.trim() !== '';
  const { data, error, isPending } = useQuery({ ...previewQuery(JSON.parse(draft)), enabled: written });
  if (!written) return <p className="text-muted text-sm">{t('preview.unwritten')}</p>;
  if (error) return <ProblemNotice error={error} />;
  if (isPending) return <SkeletonLines lines={4} />;
  return (
    <>
      <article className="min-w-0 rounded-md border bg-surface p-3">
        <p className="break-words text-muted text-xs">
          {data.to ? `${t('preview.to')}: ${data.to}` : t('preview.noAddress')}
        </p>
        <h3 className="break-words py-1.5 font-medium text-base">{data.subject}</h3>
        <MarkdownView html={data.html} className="break-words text-sm" />
      </article>
      {data.empty.length > 0 && (
        <p role="status" className="text-caution-ink text-sm">
          {t('preview.empty', { names: data.empty.map(called).join(', ') })}
        </p>
      )}
    </>
  );
}
