import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepFormProps } from '@/sockets/steps';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';
import { EventTypes } from '../../editor/event-types';
import { TemplateField } from '../../editor/template-field';
import { NumberInput } from '../../editor/value-editor';
import { durationOf, UNITS, type Unit } from '../../shared/duration';

const WAYS = ['for', 'until', 'event'] as const;
type Way = (typeof WAYS)[number];
const FRESH: Record<Way, StepFormProps['config']> = {
  for: { seconds: 3600 },
  until: { until: '' },
  event: { event_types: [], seconds: 7 * UNITS.days },
};
const NONE = { seconds: undefined, until: undefined, offset_days: undefined, at: undefined, event_types: undefined };

export function WaitForm({ step, config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  const way = WAYS.find((each) => each === config.wait) ?? 'for';
  return (
    <>
      <Segmented
        label={t('forms.waitFor')}
        className="h-auto flex-wrap"
        items={WAYS.map((value) => ({ value, label: t(`forms.waits.${value}`) }))}
        value={way}
        onValueChange={(wait) => set({ ...NONE, ...FRESH[wait], wait })}
      />
      {way === 'event' && (
        <EventTypes
          label={t('forms.until')}
          value={Array.isArray(config.event_types) ? config.event_types.map(String) : []}
          onChange={(event_types) => set({ event_types })}
          error={error('event_types')}
        />
      )}
      {way !== 'until' && (
        <Duration
          label={t(way === 'for' ? 'forms.howLong' : 'forms.atMost')}
          seconds={config.seconds}
          onChange={(seconds) => set({ seconds })}
          error={error('seconds')}
        />
      )}
      {way === 'until' && (
        <>
          <TemplateField
            label={t('forms.moment')}
            description={t('forms.momentHint')}
            error={error('until')}
            stepId={step.id}
            value={config.until}
            onChange={(until) => set({ until })}
            maxLength={200}
          />
          <Field label={t('forms.offset')} description={t('forms.offsetHint')} error={error('offset_days')} optional>
            <NumberInput
              label={t('forms.offset')}
              value={config.offset_days}
              onChange={(days) => set({ offset_days: days ?? undefined })}
              className="w-24"
            />
          </Field>
          <Field label={t('forms.at')} error={error('at')} optional>
            <Input
              type="time"
              className="w-32"
              value={typeof config.at === 'string' ? config.at : ''}
              onChange={({ target }) => set({ at: target.value || undefined })}
            />
          </Field>
        </>
      )}
    </>
  );
}

type DurationProps = {
  label: string;
  seconds: unknown;
  onChange: (seconds: unknown) => void;
  error?: string;
};

/** A number and its unit; seconds for the server. */
function Duration({ label, seconds, onChange, error }: DurationProps) {
  const { t } = useTranslation('edge/automations');
  const now = durationOf(Number(seconds));
  const [unit, setUnit] = useState<Unit>(now.unit);
  const count = seconds === undefined || seconds === null ? null : Number(seconds) / UNITS[unit];
  return (
    <Field label={label} error={error}>
      <span className="flex gap-1.5">
        <NumberInput
          label={label}
          value={count}
          onChange={(next) => onChange(typeof next === 'number' ? Math.round(next * UNITS[unit]) : undefined)}
          className="w-24"
        />
        <Select
          aria-label={t('forms.unit')}
          className="w-auto min-w-28"
          items={(Object.keys(UNITS) as Unit[]).map((value) => ({ value, label: t(`forms.units.${value}`) }))}
          value={unit}
          onValueChange={(next) => {
            setUnit(next);
            if (count !== null) onChange(Math.round(count * UNITS[next]));
          }}
        />
      </span>
    </Field>
  );
}
