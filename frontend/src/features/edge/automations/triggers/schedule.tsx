import { useTranslation } from 'react-i18next';
import type { CustomerFilter } from '@/api/gen/types.gen';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';
import { Switch } from '@/ui/switch';
import { ManyPicker } from '../editor/pickers';
import { NumberInput } from '../editor/value-editor';
import { cronOf, type Schedule, scheduleOf } from '../shared/cron';
import { weekday } from '../shared/words';
import type { TriggerProps } from './form';

const EVERY = ['day', 'workday', 'week', 'month', 'custom'] as const;
const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

/** When, as people say it; any other rhythm as a cron expression. For whom. */
export function ScheduleForm({ trigger, put, error }: TriggerProps<'schedule'>) {
  const { t, i18n } = useTranslation('edge/automations');
  const plan = scheduleOf(trigger.cron);
  const set = (part: Partial<Schedule>) => {
    const next = { ...plan, ...part };
    // A rhythm that has no name keeps its words: five parts that no preset would make.
    put({ ...trigger, cron: next.every === 'custom' ? '0 */4 * * *' : cronOf(next) }, 'trigger.cron');
  };
  return (
    <>
      <Field label={t('schedule.every')} error={plan.every === 'custom' ? undefined : error('cron')}>
        <Select
          items={EVERY.map((value) => ({ value, label: t(`schedule.names.${value}`) }))}
          value={plan.every}
          onValueChange={(every) => set({ every, day: 1 })}
        />
      </Field>
      {plan.every === 'week' && (
        <Field label={t('schedule.weekday')}>
          <Select
            items={WEEK.map((day) => ({ value: String(day), label: weekday(day, i18n.resolvedLanguage ?? 'en') }))}
            value={String(plan.day)}
            onValueChange={(day) => set({ day: Number(day) })}
          />
        </Field>
      )}
      {plan.every === 'month' && (
        <Field label={t('schedule.monthday')} error={error('cron')}>
          <NumberInput
            label={t('schedule.monthday')}
            value={plan.day}
            onChange={(day) => set({ day: Math.min(Math.max(Number(day) || 1, 1), 31) })}
            className="w-20"
          />
        </Field>
      )}
      {plan.every === 'custom' ? (
        <Field label={t('schedule.cron')} description={t('schedule.cronHint')} error={error('cron')}>
          <Input
            className="font-mono"
            value={trigger.cron}
            maxLength={100}
            onChange={({ target }) => put({ ...trigger, cron: target.value }, 'trigger.cron')}
          />
        </Field>
      ) : (
        <Field label={t('trigger.at')} description={t('trigger.zone')}>
          <Input
            type="time"
            className="w-32"
            value={plan.at}
            onChange={({ target }) => target.value && set({ at: target.value })}
          />
        </Field>
      )}
      <Field label={t('schedule.each')} description={t('schedule.eachHint')} inline>
        <Switch
          checked={trigger.filter !== null && trigger.filter !== undefined}
          onCheckedChange={(on) => put({ ...trigger, filter: on ? ({} as CustomerFilter) : null })}
        />
      </Field>
      {trigger.filter && (
        <FilterForm
          filter={trigger.filter}
          onChange={(filter) => put({ ...trigger, filter })}
          error={(field) => error(`filter/${field}`)}
        />
      )}
    </>
  );
}

const LIFECYCLES = ['all', 'prospect', 'customer'] as const;

type FilterProps = {
  filter: CustomerFilter;
  onChange: (filter: CustomerFilter) => void;
  error: (field: string) => string | undefined;
};

/** The parts of a filter that schedules are mostly made of; finer ones are conditions. */
function FilterForm({ filter, onChange, error }: FilterProps) {
  const { t } = useTranslation('edge/automations');
  const one = filter.lifecycle?.length === 1 ? (filter.lifecycle[0] ?? 'all') : 'all';
  return (
    <div className="flex flex-col gap-4 border-s ps-3">
      <Segmented
        label={t('schedule.lifecycle')}
        items={LIFECYCLES.map((value) => ({ value, label: t(`schedule.lifecycles.${value}`) }))}
        value={one}
        onValueChange={(next) => onChange({ ...filter, lifecycle: next === 'all' ? [] : [next] })}
      />
      <Field label={t('schedule.folders')} error={error('folder_id')} optional>
        <ManyPicker
          thing="folder"
          value={filter.folder_id}
          onChange={(folder_id) => onChange({ ...filter, folder_id })}
        />
      </Field>
      <Field label={t('schedule.statuses')} error={error('status_id')} optional>
        <ManyPicker
          thing="status"
          value={filter.status_id}
          onChange={(status_id) => onChange({ ...filter, status_id })}
        />
      </Field>
      <Field label={t('schedule.tags')} error={error('tag_id') ?? error('fields')} optional>
        <ManyPicker thing="tag" value={filter.tag_id} onChange={(tag_id) => onChange({ ...filter, tag_id })} />
      </Field>
    </div>
  );
}
