import { Link } from '@tanstack/react-router';
import { ExternalLink, Pencil, Settings2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@/api/gen/types.gen';
import { CopyButton } from '@/components/copy-button';
import { InlineEdit } from '@/components/inline-edit';
import { FolderTool } from '@/features/records/folders/shared/tool';
import { TagsTool } from '@/features/records/tags/shared/tool';
import type { CustomerChange } from '@/sockets/record';
import { mayWith } from '@/sockets/record';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { Button, buttonLook } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { emailChange, phoneChange, plainChange } from '../shared/changes';
import { StatusMenu } from '../shared/status-menu';

const DetailsEdit = lazy(() => import('./edit'));

type Props = {
  overview: Overview;
  /** False while only what the list knew is shown. */
  ready: boolean;
  save: (change: CustomerChange) => void;
  onManage: () => void;
};

/** Each line is edited in place; the rest is one click away. */
export function DetailsContent({ overview, ready, save, onManage }: Props) {
  const { t } = useTranslation(['records/customers', 'records/custom-fields', 'records/customers/shared']);
  const { customer, counts } = overview;
  const [editing, setEditing] = useState(false);
  const mayEdit = mayWith(overview, 'edit');
  const saying = (label: string) => ({ label, saved: t('records/custom-fields:saved', { name: label }) });
  const prospect = customer.lifecycle === 'prospect';
  return (
    <>
      <div className="flex flex-col gap-3 border-b p-4">
        <div className="flex items-start gap-3">
          <Avatar
            id={customer.id}
            name={customer.name}
            src={customer.avatar_url}
            size="lg"
            square={customer.kind === 'company'}
          />
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <h3 className="break-words font-semibold text-base leading-6">{customer.name}</h3>
            <div className="flex flex-wrap items-center gap-2">
              <Badge tone={prospect ? 'neutral' : 'accent'}>
                {t(`records/customers/shared:lifecycle.${prospect ? 'prospect' : 'customer'}`)}
              </Badge>
              <StatusMenu customer={customer} mayEdit={mayEdit} save={save} />
            </div>
          </div>
          {mayEdit && <IconButton icon={Pencil} label={t('details.edit')} onClick={() => setEditing(true)} />}
        </div>
        <div className="flex flex-wrap gap-2">
          <Link to="/w/$customerId" params={{ customerId: customer.id }} className={buttonLook()}>
            <ExternalLink size={16} aria-hidden />
            {t('details.open')}
          </Link>
          <Button onClick={onManage}>
            <Settings2 size={16} aria-hidden />
            {t('details.manage')}
          </Button>
        </div>
      </div>
      <dl className="border-b px-2.5 py-2">
        <Line label={t('records/customers/shared:contact.email')} copy={customer.email}>
          <InlineEdit
            label={t('records/customers/shared:contact.email')}
            value={customer.email ?? ''}
            empty={!customer.email}
            readOnly={!mayEdit}
            onSave={(typed) =>
              save(emailChange(customer, typed.trim(), saying(t('records/customers/shared:contact.email'))))
            }
          />
        </Line>
        <Line label={t('records/customers/shared:contact.phone')} copy={customer.phone}>
          <InlineEdit
            label={t('records/customers/shared:contact.phone')}
            value={customer.phone ?? ''}
            empty={!customer.phone}
            readOnly={!mayEdit}
            onSave={(typed) =>
              save(phoneChange(customer, typed.trim(), saying(t('records/customers/shared:contact.phone'))))
            }
          >
            {customer.phones[0]?.display ?? customer.phone}
          </InlineEdit>
        </Line>
        <Line label={t('records/customers/shared:contact.location')}>
          <InlineEdit
            label={t('records/customers/shared:contact.location')}
            value={customer.location ?? ''}
            empty={!customer.location}
            readOnly={!mayEdit}
            onSave={(typed) =>
              save(
                plainChange(
                  customer,
                  'location',
                  typed.trim() || null,
                  saying(t('records/customers/shared:contact.location')),
                ),
              )
            }
          />
        </Line>
        <Line label={t('details.notes')}>
          {ready && (
            <Link
              to="/w/$customerId"
              params={{ customerId: customer.id }}
              search={{ section: 'notes' }}
              className="flex min-h-row items-center px-1.5 text-accent-ink text-sm tabular-nums underline-offset-2 hover:underline"
            >
              {t('details.noteCount', { count: counts.notes })}
            </Link>
          )}
        </Line>
      </dl>
      {ready && (
        <>
          <FolderTool overview={overview} />
          <TagsTool overview={overview} />
        </>
      )}
      <Suspense>
        {editing && <DetailsEdit customer={customer} save={save} onClose={() => setEditing(false)} />}
      </Suspense>
    </>
  );
}

function Line({ label, copy, children }: { label: string; copy?: string | null; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="group/line grid grid-cols-[5.5rem_minmax(0,1fr)_auto] items-start">
      <dt className="px-1.5 py-1.5 text-muted text-sm">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
      {copy && (
        <dd>
          <CopyButton
            text={copy}
            label={t('copyOf', { name: copy })}
            className="opacity-0 focus-visible:opacity-100 group-hover/line:opacity-100 pointer-coarse:opacity-100"
          />
        </dd>
      )}
    </div>
  );
}
