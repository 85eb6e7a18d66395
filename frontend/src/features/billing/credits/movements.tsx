import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createCreditGrant, deductCredits } from '@/api/gen/sdk.gen';
import { ProblemNotice } from '@/components/problem';
import { formatNumber } from '@/lib/format';
import { Button } from '@/ui/button';
import { DatePicker } from '@/ui/date-picker';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Select } from '@/ui/select';
import { notify } from '@/ui/toast/manager';
import { useMovement, wholeNumber } from './queries';

type About = { customerId: string; unit: string; available: number };
const EMPTY = {
  amount: '',
  note: '',
  expires: null as string | null,
  priority: '50',
  category: 'paid' as 'paid' | 'promotional',
};

/** Give credits, or take some away with a reason. */
export function Movements(about: About) {
  const { t } = useTranslation('billing/credits');
  const [open, setOpen] = useState<'give' | 'deduct'>();
  const close = () => setOpen(undefined);
  if (open === 'give') return <Give {...about} close={close} />;
  if (open === 'deduct') return <Deduct {...about} close={close} />;
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="primary" onClick={() => setOpen('give')}>
        {t('give.open')}
      </Button>
      <Button onClick={() => setOpen('deduct')}>{t('deduct.open')}</Button>
    </div>
  );
}

function Give({ customerId, unit, close }: About & { close: () => void }) {
  const { t, i18n } = useTranslation('billing/credits');
  const [draft, setDraft] = useState(EMPTY);
  const amount = wholeNumber(draft.amount);
  const movement = useMovement({
    send: (key) =>
      createCreditGrant({
        path: { customer_id: customerId },
        headers: { 'Idempotency-Key': key },
        body: {
          unit,
          amount: amount ?? 0,
          note: draft.note.trim(),
          priority: wholeNumber(draft.priority) ?? 50,
          category: draft.category,
          // To the end of the day where the reader is.
          expires_at: draft.expires ? new Date(`${draft.expires}T23:59:59`).toISOString() : null,
        },
        throwOnError: true,
      }),
    done: () => {
      notify({ title: t('give.done', { amount: formatNumber(amount ?? 0, i18n.resolvedLanguage) }) });
      close();
    },
  });
  const change = (part: Partial<typeof EMPTY>) => {
    movement.again();
    setDraft({ ...draft, ...part });
  };
  return (
    <form
      onSubmit={movement.submit}
      aria-label={t('give.open')}
      className="flex w-full flex-col gap-3 rounded-md border p-3"
    >
      {movement.problem && !movement.placed && <ProblemNotice error={movement.error} />}
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Field label={t('amount')} error={movement.errorAt('/amount')}>
          <Input
            autoFocus
            inputMode="numeric"
            value={draft.amount}
            onChange={(event) => change({ amount: event.target.value })}
          />
        </Field>
        <Field label={t('give.expires')} optional error={movement.errorAt('/expires_at')}>
          <DatePicker
            aria-label={t('give.expires')}
            value={draft.expires}
            onValueChange={(expires) => change({ expires })}
            clearable
          />
        </Field>
        <Field label={t('give.priority')} description={t('give.priorityHint')} error={movement.errorAt('/priority')}>
          <Input
            inputMode="numeric"
            value={draft.priority}
            onChange={(event) => change({ priority: event.target.value })}
          />
        </Field>
        <Field label={t('give.category')}>
          <Select
            value={draft.category}
            onValueChange={(category) => change({ category })}
            items={(['paid', 'promotional'] as const).map((value) => ({ value, label: t(`categories.${value}`) }))}
          />
        </Field>
      </div>
      <Field label={t('note')} optional error={movement.errorAt('/note')}>
        <Input value={draft.note} maxLength={500} onChange={(event) => change({ note: event.target.value })} />
      </Field>
      <Buttons close={close} busy={movement.busy} disabled={!amount} label={t('give.submit')} />
    </form>
  );
}

function Deduct({ customerId, unit, available, close }: About & { close: () => void }) {
  const { t, i18n } = useTranslation('billing/credits');
  const language = i18n.resolvedLanguage;
  const [draft, setDraft] = useState({ amount: '', reason: '' });
  const amount = wholeNumber(draft.amount);
  const reason = draft.reason.trim();
  const movement = useMovement({
    send: (key) =>
      deductCredits({
        path: { customer_id: customerId },
        headers: { 'Idempotency-Key': key },
        body: { unit, amount: amount ?? 0, reason },
        throwOnError: true,
      }),
    done: () => {
      notify({ title: t('deduct.done', { amount: formatNumber(amount ?? 0, language) }) });
      close();
    },
  });
  const change = (part: Partial<typeof draft>) => {
    movement.again();
    setDraft({ ...draft, ...part });
  };
  return (
    <form
      onSubmit={movement.submit}
      aria-label={t('deduct.open')}
      className="flex w-full flex-col gap-3 rounded-md border p-3"
    >
      {movement.problem && !movement.placed && <ProblemNotice error={movement.error} />}
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <Field
          label={t('amount')}
          description={t('deduct.most', { amount: formatNumber(available, language) })}
          error={movement.errorAt('/amount')}
        >
          <Input
            autoFocus
            inputMode="numeric"
            value={draft.amount}
            onChange={(event) => change({ amount: event.target.value })}
          />
        </Field>
        <Field label={t('deduct.reason')} error={movement.errorAt('/reason')}>
          <Input value={draft.reason} maxLength={500} onChange={(event) => change({ reason: event.target.value })} />
        </Field>
      </div>
      <Buttons close={close} busy={movement.busy} disabled={!amount || !reason} label={t('deduct.submit')} />
    </form>
  );
}

function Buttons(props: { close: () => void; busy: boolean; disabled: boolean; label: string }) {
  const { t } = useTranslation('billing/credits');
  return (
    <div className="flex justify-end gap-2">
      <Button onClick={props.close}>{t('cancel')}</Button>
      <Button type="submit" variant="primary" busy={props.busy} disabled={props.disabled}>
        {props.label}
      </Button>
    </div>
  );
}
