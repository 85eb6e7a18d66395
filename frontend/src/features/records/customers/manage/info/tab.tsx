import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InlineEdit } from '@/components/inline-edit';
import { UnmetList } from '@/components/problem';
import { locales, timeZones } from '@/components/regions';
import { Fields } from '@/features/records/custom-fields/shared/fields';
import type { ManageTabProps } from '@/sockets/manage';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { plainChange } from '../../shared/changes';
import { ContactLines } from '../../shared/contact-lines';
import { AVAILABILITY } from '../../shared/profile-header';
import { StatusMenu } from '../../shared/status-menu';
import { Tools } from '../../shared/tools';
import { useConvert } from '../../shared/use-convert';
import { ExternalIds } from './external';
import { RecordFacts } from './facts';
import { Choice, Part, Row, Search, useSaying } from './parts';

const AvatarDialog = lazy(() => import('../../shared/avatar-dialog'));
const KINDS = ['person', 'company'] as const;

/** Everything about the customer itself, each value edited where it stands. */
export default function TabInfo({ overview, save, onDeleted }: ManageTabProps) {
  const { t } = useTranslation(['records/customers', 'records/customers/shared']);
  const { customer, capabilities } = overview;
  const mayEdit = capabilities.some(({ key, allowed }) => key === 'edit' && allowed);
  return (
    <div className="grid gap-x-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0">
        <Identity overview={overview} mayEdit={mayEdit} save={save} />
        <ContactLines customer={customer} mayEdit={mayEdit} save={save} />
        <Place overview={overview} mayEdit={mayEdit} save={save} />
        <Fields overview={overview} save={save} />
        <ExternalIds customer={customer} mayEdit={mayEdit} save={save} />
        <RecordFacts customer={customer} />
      </div>
      <div className="min-w-0 lg:border-s">
        <div className="flex items-center justify-between gap-2 border-b px-4 pb-3 text-sm">
          <span className="text-muted">{t('records/customers/shared:profile.status')}</span>
          {customer.folder ? <StatusMenu customer={customer} mayEdit={mayEdit} save={save} /> : t('manage.noFolder')}
        </div>
        <Tools overview={overview} onDeleted={onDeleted} onRestored={() => undefined} />
      </div>
    </div>
  );
}

type PartProps = Pick<ManageTabProps, 'overview' | 'save'> & { mayEdit: boolean };

function Identity({ overview: { customer, capabilities }, save, mayEdit }: PartProps) {
  const { t } = useTranslation(['records/customers', 'records/customers/shared', 'records/custom-fields']);
  const [picture, setPicture] = useState(false);
  const convert = useConvert(customer);
  const conversion = capabilities.find(({ key }) => key === 'convert');
  const prospect = customer.lifecycle === 'prospect';
  const saying = useSaying();
  const name = t('records/customers/shared:contact.name');
  const kind = t('records/customers/shared:create.kind');
  const available = t('records/customers/shared:availability.title');
  return (
    <Part title={t('manage.identity')}>
      <Row label={t('records/customers/shared:picture.title')}>
        <span className="flex flex-wrap items-center gap-3 px-1.5 py-1">
          <Avatar
            id={customer.id}
            name={customer.name}
            src={customer.avatar_url}
            size="lg"
            square={customer.kind === 'company'}
          />
          {mayEdit && (
            <Button size="sm" onClick={() => setPicture(true)}>
              {t('records/customers/shared:picture.menu')}
            </Button>
          )}
        </span>
        <Suspense>{picture && <AvatarDialog customer={customer} onClose={() => setPicture(false)} />}</Suspense>
      </Row>
      <Row label={name}>
        <InlineEdit
          label={name}
          value={customer.name}
          readOnly={!mayEdit}
          check={(typed) => (typed.trim() ? undefined : t('records/custom-fields:needed'))}
          onSave={(typed) => save(plainChange(customer, 'name', typed.trim(), saying(name)))}
        />
      </Row>
      <Row label={kind}>
        <Choice
          label={kind}
          value={customer.kind}
          mayEdit={mayEdit}
          items={KINDS.map((value) => ({ value, label: t(`records/customers/shared:create.${value}`) }))}
          onSave={(next) => save(plainChange(customer, 'kind', next, saying(kind)))}
        />
      </Row>
      <Row label={t('manage.lifecycle')}>
        <span className="flex flex-wrap items-center gap-3 px-1.5 py-1">
          <Badge tone={prospect ? 'neutral' : 'accent'}>
            {t(`records/customers/shared:lifecycle.${prospect ? 'prospect' : 'customer'}`)}
          </Badge>
          {prospect && conversion && (
            <>
              <Button size="sm" disabled={!conversion.allowed} onClick={convert}>
                {t('records/customers/shared:profile.convert')}
              </Button>
              <UnmetList unmet={conversion.unmet} />
            </>
          )}
        </span>
      </Row>
      <Row label={available}>
        <Choice
          label={available}
          value={customer.availability ?? ''}
          mayEdit={mayEdit}
          items={[
            { value: '', label: t('records/customers/shared:availability.unknown') },
            ...AVAILABILITY.map((value) => ({ value, label: t(`records/customers/shared:availability.${value}`) })),
          ]}
          onSave={(next) => save(plainChange(customer, 'availability', next || null, saying(available)))}
        />
      </Row>
    </Part>
  );
}

function Place({ overview: { customer }, save, mayEdit }: PartProps) {
  const { t, i18n } = useTranslation('records/customers');
  const saying = useSaying();
  const language = i18n.resolvedLanguage ?? 'en';
  const [zone, spoken, source] = [t('manage.timeZone'), t('manage.language'), t('manage.source')];
  return (
    <Part title={t('manage.place')}>
      <Row label={zone}>
        <Search
          label={zone}
          value={customer.time_zone ?? ''}
          mayEdit={mayEdit}
          options={timeZones()}
          onSave={(next) => save(plainChange(customer, 'time_zone', next || null, saying(zone)))}
        />
      </Row>
      <Row label={spoken}>
        <Search
          label={spoken}
          value={customer.language ?? ''}
          mayEdit={mayEdit}
          options={locales(language)}
          onSave={(next) => save(plainChange(customer, 'language', next || null, saying(spoken)))}
        />
      </Row>
      <Row label={source}>
        <InlineEdit
          label={source}
          value={customer.source ?? ''}
          empty={!customer.source}
          readOnly={!mayEdit}
          onSave={(typed) => save(plainChange(customer, 'source', typed.trim() || null, saying(source)))}
        />
      </Row>
    </Part>
  );
}
