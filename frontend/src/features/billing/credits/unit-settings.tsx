import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getCreditSettingsOptions } from '@/api/gen/@tanstack/react-query.gen';
import { updateCreditSettings } from '@/api/gen/sdk.gen';
import type { CreditSettingsOut, CreditSettingsPatch } from '@/api/gen/types.gen';
import { versionOf } from '@/api/runtime';
import { useMay } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { asProblem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { useCreditsChanged, wholeNumber } from './queries';

type About = { customerId: string; unit: string };

/** Threshold, price of calls, rule for topping up. */
export function CreditSettings(about: About) {
  const settings = useQuery(getCreditSettingsOptions({ path: { customer_id: about.customerId, unit: about.unit } }));
  if (settings.isError) return <ProblemNotice error={settings.error} retry={() => void settings.refetch()} />;
  if (!settings.data) return <SkeletonLines lines={4} />;
  return <Form {...about} settings={settings.data} />;
}

const FIELDS = ['low_below', 'price_per_minute', 'grace_seconds', 'below', 'amount', 'monthly_ceiling'] as const;
type Name = (typeof FIELDS)[number];
const POINTERS: Record<Name, string> = {
  low_below: '/low_below',
  price_per_minute: '/price_per_minute',
  grace_seconds: '/grace_seconds',
  below: '/top_up/below',
  amount: '/top_up/amount',
  monthly_ceiling: '/top_up/monthly_ceiling',
};

const typedOf = ({ top_up, ...rest }: CreditSettingsOut): Record<Name, string> => ({
  low_below: String(rest.low_below ?? ''),
  price_per_minute: String(rest.price_per_minute ?? ''),
  grace_seconds: String(rest.grace_seconds),
  below: String(top_up?.below ?? ''),
  amount: String(top_up?.amount ?? ''),
  monthly_ceiling: String(top_up?.monthly_ceiling ?? ''),
});

/** An empty field is null; one that holds something else than a whole number goes to the server as 0, which says so at its place. */
const sent = (typed: string): number | null => (typed.trim() ? (wholeNumber(typed) ?? 0) : null);

function patchOf(typed: Record<Name, string>): CreditSettingsPatch {
  const rule = [typed.below, typed.amount, typed.monthly_ceiling].some((text) => text.trim());
  return {
    low_below: sent(typed.low_below),
    price_per_minute: sent(typed.price_per_minute),
    grace_seconds: sent(typed.grace_seconds) ?? 0,
    top_up: rule
      ? {
          below: sent(typed.below) ?? 0,
          amount: sent(typed.amount) ?? 0,
          monthly_ceiling: sent(typed.monthly_ceiling) ?? 0,
        }
      : null,
  };
}

function Form({ customerId, unit, settings }: About & { settings: CreditSettingsOut }) {
  const { t } = useTranslation('billing/credits');
  const changed = useCreditsChanged();
  const mayManage = useMay('credits:manage');
  const [version] = useState(() => versionOf(`/api/v1/customers/${customerId}/credits/settings/${unit}`));
  const [typed, setTyped] = useState(() => typedOf(settings));
  const [saved, setSaved] = useState<string | undefined>(version);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const problem = error === undefined ? null : asProblem(error);
  const errorAt = (name: Name) => {
    const found = problem?.errors.find(({ pointer }) => pointer === POINTERS[name])?.message;
    return found && found.charAt(0).toUpperCase() + found.slice(1);
  };
  const placed = problem?.errors.some(({ pointer }) => Object.values(POINTERS).includes(pointer));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setBusy(true);
    setError(undefined);
    try {
      const path = { customer_id: customerId, unit };
      const headers = saved ? { 'If-Match': saved } : undefined;
      const { response } = await updateCreditSettings({ path, headers, body: patchOf(typed), throwOnError: true });
      setSaved(response.headers.get('ETag') ?? undefined);
      await changed();
      notify({ title: t('settings.saved') });
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const field = (name: Name) => (
    <Field
      key={name}
      label={t(`settings.${name}`)}
      optional={name !== 'grace_seconds'}
      error={errorAt(name)}
      disabled={!mayManage}
    >
      <Input
        inputMode="numeric"
        value={typed[name]}
        onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <form onSubmit={submit} aria-label={t('parts.settings')} className="flex flex-col gap-5">
      {problem && !placed && <ProblemNotice error={error} />}
      <Group title={t('settings.warning')} text={t('settings.warningText')}>
        {field('low_below')}
      </Group>
      <Group title={t('settings.calls')} text={t('settings.callsText')}>
        {field('price_per_minute')}
        {field('grace_seconds')}
      </Group>
      <Group
        title={t('settings.topUp')}
        text={`${t('settings.topUpText')}${settings.top_up?.asked_this_month ? ` ${t('settings.asked')}` : ''}`}
      >
        {field('below')}
        {field('amount')}
        {field('monthly_ceiling')}
      </Group>
      {mayManage && (
        <Button type="submit" variant="primary" busy={busy} className="self-end">
          {t('settings.save')}
        </Button>
      )}
    </form>
  );
}

function Group({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="font-medium text-sm">{title}</legend>
      <p className="text-muted text-xs">{text}</p>
      <div className="grid gap-3 sm:grid-cols-3">{children}</div>
    </fieldset>
  );
}
