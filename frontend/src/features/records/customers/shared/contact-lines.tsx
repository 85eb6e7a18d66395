import { Mail, MapPin, Pencil, Phone } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerOut } from '@/api/gen/types.gen';
import { CopyButton } from '@/components/copy-button';
import { InlineEdit } from '@/components/inline-edit';
import { lazily } from '@/lib/lazily';
import { telHref } from '@/lib/phone';
import { formatClock } from '@/lib/time';
import type { CustomerChange } from '@/sockets/record';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { plainChange } from './changes';

const ContactsDialog = lazily(() => import('./contacts-dialog'));
type Props = { customer: CustomerOut; mayEdit: boolean; save: (change: CustomerChange) => void };

/** Addresses to write to, numbers to call, and where the customer is with the time there. */
export function ContactLines({ customer, mayEdit, save }: Props) {
  const { t, i18n } = useTranslation(['records/customers/shared', 'records/custom-fields']);
  const [editing, setEditing] = useState(false);
  const none = customer.emails.length + customer.phones.length === 0;
  return (
    <section aria-label={t('contact.title')} className="border-b py-3">
      <div className="flex items-center justify-between">
        <h2 className="px-1.5 font-medium text-muted text-xs">{t('contact.title')}</h2>
        {mayEdit && (
          <IconButton
            size="sm"
            icon={Pencil}
            iconSize={14}
            label={t('contact.edit')}
            onClick={() => setEditing(true)}
          />
        )}
      </div>
      <ul className="flex flex-col">
        {customer.emails.map(({ address, label }) => (
          <Line key={address} icon={<Mail size={16} aria-hidden />} label={label} copy={address}>
            <a href={`mailto:${address}`} className="truncate text-accent-ink underline-offset-2 hover:underline">
              {address}
            </a>
          </Line>
        ))}
        {customer.phones.map(({ number, display, label, extension }) => (
          <Line key={number} icon={<Phone size={16} aria-hidden />} label={label} copy={number}>
            <a
              href={telHref(number)}
              className="truncate text-accent-ink tabular-nums underline-offset-2 hover:underline"
            >
              {display}
              {extension && ` ${t('contact.extension', { extension })}`}
            </a>
          </Line>
        ))}
        {none && !mayEdit && <li className="px-1.5 py-1 text-muted text-sm">{t('contact.none')}</li>}
      </ul>
      {none && mayEdit && (
        <Button variant="link" className="mx-1.5 my-1" onClick={() => setEditing(true)}>
          {t('contact.add')}
        </Button>
      )}
      <div className="flex items-center gap-2">
        <MapPin size={16} aria-hidden className="ms-1.5 shrink-0 text-muted" />
        <InlineEdit
          label={t('contact.location')}
          value={customer.location ?? ''}
          empty={!customer.location}
          readOnly={!mayEdit}
          onSave={(typed) => {
            const label = t('contact.location');
            save(
              plainChange(customer, 'location', typed.trim() || null, {
                label,
                saved: t('records/custom-fields:saved', { name: label }),
              }),
            );
          }}
          className="min-w-0 flex-1"
        >
          {customer.location}
          {customer.time_zone && (
            <span className="ms-2 text-muted text-xs">
              {t('contact.localTime', {
                time: formatClock(new Date(), { language: i18n.resolvedLanguage, timeZone: customer.time_zone }),
              })}
            </span>
          )}
        </InlineEdit>
      </div>
      <Suspense>{editing && <ContactsDialog customer={customer} onClose={() => setEditing(false)} />}</Suspense>
    </section>
  );
}

function Line({ icon, label, copy, children }: { icon: ReactNode; label: string; copy: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <li className="group/line flex min-h-row items-center gap-2 px-1.5 text-sm">
      <span className="shrink-0 text-muted">{icon}</span>
      {children}
      {label && <span className="shrink-0 text-muted text-xs">{label}</span>}
      <CopyButton
        text={copy}
        label={t('copyOf', { name: copy })}
        className="opacity-0 focus-visible:opacity-100 group-hover/line:opacity-100 pointer-coarse:opacity-100"
      />
    </li>
  );
}
