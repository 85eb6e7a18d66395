import { Link } from '@tanstack/react-router';
import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomFieldOut, SubmissionOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { RelativeTime } from '@/components/relative-time';
import { formatMoney } from '@/lib/format';
import { formatTime } from '@/lib/time';
import { Badge } from '@/ui/badge';
import { Td } from '@/ui/table';
import { properties } from './questions';

const tones = { created: 'positive', updated: 'info', ignored: 'neutral' } as const;

/** One submission: when, who, what became of it, and every answer in a line of its own. */
export function SubmissionRow({ item, fields }: { item: SubmissionOut; fields: readonly CustomFieldOut[] }) {
  const { t } = useTranslation('edge/forms');
  const { timeZone } = usePlace();
  const textOf = useAnswerText();
  const own = properties.filter((property) => item.values[property]);
  const asked = fields.filter(({ key }) => item.custom_fields[key] !== undefined);
  return (
    <tr>
      <Td className="whitespace-nowrap align-top text-muted">
        <RelativeTime at={item.submitted_at} timeZone={timeZone} />
      </Td>
      <Td className="align-top">
        <Person id={item.customer.id} name={item.customer.name} />
        {item.duplicate_of && (
          <p className="text-muted text-xs">
            {t('submissions.duplicateOf')} <Person id={item.duplicate_of.id} name={item.duplicate_of.name} />
          </p>
        )}
      </Td>
      <Td className="align-top">
        <Badge tone={tones[item.outcome]}>{t(`submissions.outcomes.${item.outcome}`)}</Badge>
      </Td>
      <Td className="min-w-64 align-top">
        <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-3 gap-y-0.5">
          {own.map((property) => (
            <Answer key={property} label={t(`properties.${property}`)} text={String(item.values[property])} />
          ))}
          {asked.map((field) => (
            <Answer key={field.id} label={field.label} text={textOf(field, item.custom_fields[field.key])} />
          ))}
          {item.page_url && <Answer label={t('submissions.page')} text={item.page_url} />}
        </dl>
        {item.consents.map(({ key, text, given }) => (
          <p key={key} className="flex items-start gap-1.5 pt-1 text-xs">
            {given ? (
              <Check size={14} className="mt-px shrink-0 text-positive-ink" aria-label={t('submissions.given')} />
            ) : (
              <X size={14} className="mt-px shrink-0 text-muted" aria-label={t('submissions.notGiven')} />
            )}
            <span className="text-muted">{text}</span>
          </p>
        ))}
      </Td>
    </tr>
  );
}

const Answer = ({ label, text }: { label: string; text: string }) => (
  <>
    <dt className="text-muted text-xs leading-5">{label}</dt>
    <dd className="whitespace-pre-line">{text}</dd>
  </>
);

const Person = ({ id, name }: { id: string; name: string }) => (
  <Link to="/w/$customerId" params={{ customerId: id }} className="font-medium text-accent-ink hover:underline">
    {name}
  </Link>
);

/** A custom field's value for people. */
function useAnswerText() {
  const { t, i18n } = useTranslation('edge/forms');
  const { timeZone } = usePlace();
  const language = i18n.resolvedLanguage;
  return (field: CustomFieldOut, value: unknown): string => {
    const label = (key: unknown) => field.options.find((option) => option.key === key)?.label ?? String(key);
    if (typeof value === 'boolean') return t(value ? 'submissions.yes' : 'submissions.no');
    if (Array.isArray(value)) return value.map(label).join(', ');
    if (field.type === 'select') return label(value);
    if (field.type === 'date_time') return formatTime(String(value), { language, timeZone });
    if (typeof value === 'object' && value !== null) {
      const { amount_minor, currency } = value as { amount_minor?: number; currency?: string };
      if (amount_minor !== undefined && currency) return formatMoney(amount_minor, currency, language);
      return Object.values(value).join(', ');
    }
    return String(value);
  };
}
