import { useTranslation } from 'react-i18next';
import type { CustomerOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { CopyButton } from '@/components/copy-button';
import { formatTime } from '@/lib/time';
import { Part, Row } from './parts';

const MOMENTS = ['created_at', 'updated_at', 'last_activity_at', 'converted_at'] as const;

/** What nobody edits: its id, and when what happened. */
export function RecordFacts({ customer }: { customer: CustomerOut }) {
  const { t, i18n } = useTranslation('records/customers');
  const { timeZone } = usePlace();
  return (
    <Part title={t('manage.record')}>
      <Row label={t('manage.id')}>
        <span className="flex min-h-row items-center gap-1 px-1.5">
          <span className="break-all font-mono text-xs">{customer.id}</span>
          <CopyButton text={customer.id} label={t('manage.copyId')} />
        </span>
      </Row>
      {MOMENTS.map((name) => {
        const at = customer[name];
        return (
          at && (
            <Row key={name} label={t(`manage.moments.${name}`)}>
              <time dateTime={at} className="flex min-h-row items-center px-1.5 text-sm tabular-nums">
                {formatTime(at, { language: i18n.resolvedLanguage, timeZone })}
              </time>
            </Row>
          )
        );
      })}
    </Part>
  );
}
