import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setCustomerQuota } from '@/api/gen/sdk.gen';
import type { QuotaOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { formatNumber } from '@/lib/format';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { notify } from '@/ui/toast/manager';

const TIERS = { basic: 100, pro: 500, enterprise: 2000 } as const;
type Choice = QuotaOut['tier'] | 'plan';
type Props = { customerId: string; quota: QuotaOut; onSaved: () => Promise<unknown> };

/** Which tier holds, or a limit of the customer's own. */
export function TierForm({ customerId, quota, onSaved }: Props) {
  const { t, i18n } = useTranslation('billing/quotas');
  const [tier, setTier] = useState<Choice>(quota.source === 'plan' ? 'plan' : quota.tier);
  const [limit, setLimit] = useState(String(quota.limit));
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const body = { tier: tier === 'plan' ? null : tier, limit: tier === 'custom' ? Number(limit) : null };
      await setCustomerQuota({ path: { customer_id: customerId }, body, throwOnError: true });
      await onSaved();
      notify({ title: t('saved') });
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} className="flex flex-col items-start gap-3 border-t pt-4">
      <div className="flex flex-wrap items-start gap-3">
        <Field label={t('tier')} description={t('tierText')} className="w-72">
          <NativeSelect value={tier} onChange={({ target }) => setTier(target.value as Choice)}>
            <option value="plan">{t('fromPlan')}</option>
            {Object.entries(TIERS).map(([key, size]) => (
              <option key={key} value={key}>
                {t('named', {
                  name: t(`tiers.${key as keyof typeof TIERS}`),
                  limit: formatNumber(size, i18n.resolvedLanguage),
                })}
              </option>
            ))}
            <option value="custom">{t('custom')}</option>
          </NativeSelect>
        </Field>
        {tier === 'custom' && (
          <Field label={t('limit')} description={t('limitText')} className="w-48">
            <Input
              type="number"
              min={1}
              max={1_000_000}
              required
              value={limit}
              onChange={({ target }) => setLimit(target.value)}
            />
          </Field>
        )}
      </div>
      {error !== undefined && <ProblemNotice error={error} />}
      <Button type="submit" variant="primary" busy={busy}>
        {t('save')}
      </Button>
    </form>
  );
}
