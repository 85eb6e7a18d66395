import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InlineEdit } from '@/components/inline-edit';
import { UnmetList } from '@/components/problem';
import { plainChange } from '@/components/record/changes';
import { ContactLines } from '@/components/record/contact-lines';
import { Fields } from '@/components/record/fields';
import { AVAILABILITY } from '@/components/record/profile-header';
import { StatusMenu } from '@/components/record/status-menu';
import { Tools } from '@/components/record/tools';
import { useConvert } from '@/components/record/use-convert';
import { locales, timeZones } from '@/components/regions';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import type { ManageTabProps } from './manage-tabs';
import { ExternalIds } from './tab-info-external';
import { RecordFacts } from './tab-info-facts';
import { Choice, Part, Row, Search, useSaying } from './tab-info-parts';

const AvatarDialog = lazy(() => import('@/components/record/avatar-dialog'));
const KINDS = ['person', 'company'] as const;

/** Everything about the customer itself, each value edited where it stands. */
export default function TabInfo({ overview, save, onDeleted }: ManageTabProps) {
  const { t } = useTranslation(['customers', 'record']);
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
          <span className="text-muted">{t('record:profile.status')}</span>
          {customer.folder ? <StatusMenu customer={customer} mayEdit={mayEdit} save={save} /> : t('manage.noFolder')}
        </div>
        <Tools overview={overview} onDeleted={onDeleted} onRestored={() => undefined} />
      </div>
    </div>
  );
}

type PartProps = Pick<ManageTabProps, 'overview' | 'save'> & { mayEdit: boolean };

function Identity({ overview: { customer, capabilities }, save, mayEdit }: PartProps) {
  const { t } = useTranslation(['customers', 'record']);
  const [picture, setPicture] = useState(false);
  const convert = useConvert(customer);
  const conversion = capabilities.find(({ key }) => key === 'convert');
  const prospect = customer.lifecycle === 'prospect';
  const saying = useSaying();
  const name = t('record:contact.name');
  const kind = t('record:create.kind');
  const available = t('record:availability.title');
  return (
    <Part title={t('manage.identity')}>
      <Row label={t('record:picture.title')}>
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
              {t('record:picture.menu')}
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
          check={(typed) => (typed.trim() ? undefined : t('record:fields.needed'))}
          onSave={(typed) => save(plainChange(customer, 'name', typed.trim(), saying(name)))}
        />
      </Row>
      <Row label={kind}>
        <Choice
          label={kind}
          value={customer.kind}
          mayEdit={mayEdit}
          items={KINDS.map((value) => ({ value, label: t(`record:create.${value}`) }))}
          onSave={(next) => save(plainChange(customer, 'kind', next, saying(kind)))}
        />
      </Row>
      <Row label={t('manage.lifecycle')}>
        <span className="flex flex-wrap items-center gap-3 px-1.5 py-1">
          <Badge tone={prospect ? 'neutral' : 'accent'}>
            {t(`record:lifecycle.${prospect ? 'prospect' : 'customer'}`)}
          </Badge>
          {prospect && conversion && (
            <>
              <Button size="sm" disabled={!conversion.allowed} onClick={convert}>
                {t('record:profile.convert')}
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
            { value: '', label: t('record:availability.unknown') },
            ...AVAILABILITY.map((value) => ({ value, label: t(`record:availability.${value}`) })),
          ]}
          onSave={(next) => save(plainChange(customer, 'availability', next || null, saying(available)))}
        />
      </Row>
    </Part>
  );
}

function Place({ overview: { customer }, save, mayEdit }: PartProps) {
  const { t, i18n } = useTranslation(['customers', 'record']);
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
