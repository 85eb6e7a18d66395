import { useMutation } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dryRunAutomation } from '@/api/gen/sdk.gen';
import type { AutomationOut, DryRunIn } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { CustomerPicker } from '@/features/records/overview/shared/customer-picker';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import type { Option } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';
import { flowOf } from '../shared/flow';
import { Trial } from '../shared/trial';
import { useBuilder } from './builder';
import { WhyNot } from './why-not';

const WAYS = ['customers', 'events'] as const;
const AMOUNTS = ['1', '5', '10', '20'] as const;
const MOST = 20;

/** What would happen, without anything happening: for some customers, or the last real events. */
export default function TestTab({ automation, dirty }: { automation: AutomationOut; dirty: boolean }) {
  const { t } = useTranslation('edge/automations');
  const { draft, words } = useBuilder();
  const [way, setWay] = useState<(typeof WAYS)[number]>('customers');
  const [chosen, setChosen] = useState<Option[]>([]);
  const [amount, setAmount] = useState<(typeof AMOUNTS)[number]>('5');
  const events = draft.trigger.kind === 'event';
  const byEvents = events && way === 'events';
  const trial = useMutation({
    meta: { inline: true },
    mutationFn: async () => {
      const flow = dirty ? (flowOf(draft) as DryRunIn['flow']) : null;
      const body: DryRunIn = byEvents
        ? { last_events: Number(amount), flow }
        : { customer_ids: chosen.map(({ id }) => id), flow };
      return (await dryRunAutomation({ path: { automation_id: automation.id }, body, throwOnError: true })).data;
    },
  });
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]">
      <section aria-labelledby="dry-run" className="flex min-w-0 flex-col gap-4">
        <div>
          <h2 id="dry-run" className="font-medium text-base">
            {t('test.title')}
          </h2>
          <p className="text-muted text-sm">{t(dirty ? 'test.draft' : 'test.text')}</p>
        </div>
        {events && (
          <Segmented
            label={t('test.on')}
            items={WAYS.map((value) => ({ value, label: t(`test.ways.${value}`) }))}
            value={way}
            onValueChange={setWay}
          />
        )}
        {byEvents ? (
          <Field label={t('test.amount')}>
            <Select
              className="w-32"
              items={AMOUNTS.map((value) => ({ value, label: value }))}
              value={amount}
              onValueChange={setAmount}
            />
          </Field>
        ) : (
          <Customers chosen={chosen} onChange={setChosen} />
        )}
        <Button
          variant="primary"
          className="self-start"
          busy={trial.isPending}
          disabled={!byEvents && chosen.length === 0}
          onClick={() => trial.mutate()}
        >
          <FlaskConical size={16} aria-hidden />
          {t('test.start')}
        </Button>
        {trial.error && <ProblemNotice error={trial.error} />}
        <div role="status" className="flex flex-col gap-3">
          {trial.data?.trials.length === 0 && <p className="text-muted text-sm">{t('test.nothing')}</p>}
          {trial.data?.trials.map((each) => (
            <Trial key={each.event_id ?? each.customer?.id} trial={each} words={words} flow={draft.steps} />
          ))}
        </div>
      </section>
      <WhyNot automationId={automation.id} />
    </div>
  );
}

function Customers({ chosen, onChange }: { chosen: Option[]; onChange: (chosen: Option[]) => void }) {
  const { t } = useTranslation('edge/automations');
  return (
    <Field label={t('test.customers')} description={t('test.customersHint', { count: MOST })}>
      <CustomerPicker
        key={chosen.length}
        label={t('test.customers')}
        onPick={(option) =>
          option &&
          chosen.length < MOST &&
          !chosen.some(({ id }) => id === option.id) &&
          onChange([...chosen, { id: option.id, name: option.name }])
        }
      />
      <span className="flex flex-wrap gap-1">
        {chosen.map(({ id, name }) => (
          <Chip key={id} onRemove={() => onChange(chosen.filter((each) => each.id !== id))} name={name}>
            {name}
          </Chip>
        ))}
      </span>
    </Field>
  );
}
