import { useTranslation } from 'react-i18next';
import { Combobox } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';
import { useBuilder } from '../editor/builder';
import { EventTypes } from '../editor/event-types';
import { errorAt } from '../editor/pointers';
import { NumberInput } from '../editor/value-editor';
import type { Trigger } from '../shared/flow';
import { HookForm } from './hook';
import { ScheduleForm } from './schedule';

const KINDS = ['event', 'manual', 'schedule', 'date', 'webhook'] as const;
type Kind = (typeof KINDS)[number];
const FRESH: Record<Kind, Trigger> = {
  event: { kind: 'event', event_types: ['customer.created'] },
  manual: { kind: 'manual' },
  schedule: { kind: 'schedule', cron: '0 9 * * 1-5', filter: {} as never },
  date: { kind: 'date', field: 'last_activity_at', offset_days: 7, at: '09:00' },
  webhook: { kind: 'webhook', match: { by: 'email', path: 'email', scheme: null }, id_path: null },
};

/** What starts the automation. */
export function TriggerForm() {
  const { t } = useTranslation('edge/automations');
  const { draft, change, errors, readOnly } = useBuilder();
  const { trigger } = draft;
  const put = (next: Trigger, mark?: string) => change({ trigger: next }, mark);
  const own = errors.filter(({ place }) => place === 'trigger');
  const error = (field: string) => errorAt(own, field);
  return (
    <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
      <Field label={t('trigger.kind')}>
        <Select
          items={KINDS.map((value) => ({
            value,
            label: t(`trigger.kinds.${value}`),
            hint: t(`trigger.hints.${value}`),
          }))}
          value={trigger.kind}
          onValueChange={(kind) => put(FRESH[kind])}
        />
      </Field>
      {trigger.kind === 'event' && (
        <EventTypes
          label={t('trigger.events')}
          value={trigger.event_types}
          onChange={(event_types) => put({ ...trigger, event_types })}
          error={error('event_types')}
        />
      )}
      {trigger.kind === 'schedule' && <ScheduleForm trigger={trigger} put={put} error={error} />}
      {trigger.kind === 'date' && <DateForm trigger={trigger} put={put} error={error} />}
      {trigger.kind === 'webhook' && <HookForm trigger={trigger} put={put} error={error} />}
    </fieldset>
  );
}

export type TriggerProps<K extends Kind> = {
  trigger: Extract<Trigger, { kind: K }>;
  put: (trigger: Trigger, mark?: string) => void;
  error: (field: string) => string | undefined;
};

const DATES = ['date', 'date_time', 'follow_up'];
const SIDES = ['before', 'after'] as const;

function DateForm({ trigger, put, error }: TriggerProps<'date'>) {
  const { t } = useTranslation('edge/automations');
  const { names, words } = useBuilder();
  const items = [
    ...['last_activity_at', 'created_at', 'converted_at'].map((id) => ({ id, name: words.path(`customer.${id}`) })),
    ...names.fields
      .filter(({ type }) => DATES.includes(type))
      .map(({ key, label }) => ({ id: `custom_fields.${key}`, name: label })),
  ];
  const days = trigger.offset_days ?? 0;
  const side = days < 0 ? 'before' : 'after';
  const offset = (count: unknown, at: (typeof SIDES)[number]) =>
    put({ ...trigger, offset_days: Math.abs(Number(count) || 0) * (at === 'before' ? -1 : 1) }, 'trigger.offset');
  return (
    <>
      <Field label={t('trigger.days')} error={error('offset_days')}>
        <span className="flex flex-wrap items-center gap-1.5">
          <NumberInput
            label={t('trigger.days')}
            value={Math.abs(days)}
            onChange={(count) => offset(count, side)}
            className="w-20"
          />
          <Segmented
            label={t('trigger.side')}
            items={SIDES.map((value) => ({ value, label: t(`trigger.sides.${value}`) }))}
            value={side}
            onValueChange={(next) => offset(days === 0 ? 1 : days, next)}
          />
        </span>
      </Field>
      <Field label={t('trigger.date')} error={error('field')}>
        <Combobox
          items={items}
          value={items.find(({ id }) => id === trigger.field) ?? null}
          onValueChange={(option) => option && put({ ...trigger, field: option.id })}
        />
      </Field>
      <Field label={t('trigger.at')} description={t('trigger.zone')} error={error('at')}>
        <Input
          type="time"
          className="w-32"
          value={trigger.at ?? '09:00'}
          onChange={({ target }) => put({ ...trigger, at: target.value }, 'trigger.at')}
        />
      </Field>
    </>
  );
}
