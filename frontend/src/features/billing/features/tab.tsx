import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getCustomerFeaturesOptions, listPlansOptions } from '@/api/gen/@tanstack/react-query.gen';
import { previewCustomerFeatures, updateCustomerFeatures } from '@/api/gen/sdk.gen';
import type { FeaturesPatch, FeaturesPreview, Overview } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { ProblemNotice, UnmetList } from '@/components/problem';
import { askAgain } from '@/lib/optimistic';
import { asProblem } from '@/lib/problem';
import { Field } from '@/ui/field';
import { NativeSelect } from '@/ui/native-select';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { CascadeDialog } from './cascade-dialog';
import { FeatureRow } from './feature-row';
import { useFeatureWords } from './words';

type Asked = { change: FeaturesPatch; preview: FeaturesPreview };

/** What a customer may use (A6, A8): what else a change would change is shown before it is made, and what cannot be says why. */
export default function FeaturesTab({ overview: { customer } }: { overview: Overview }) {
  const { t } = useTranslation('billing/features');
  const words = useFeatureWords();
  const client = useQueryClient();
  const may = useMay('features:manage');
  const path = { customer_id: customer.id };
  const features = useQuery(getCustomerFeaturesOptions({ path }));
  const plans = useQuery(listPlansOptions({ query: { limit: 200 } }));
  const [busy, setBusy] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [refused, setRefused] = useState<{ key: string; error: unknown } | null>(null);

  const save = async (change: FeaturesPatch) => {
    await updateCustomerFeatures({ path, body: change, throwOnError: true });
    await askAgain(client, ['getCustomerFeatures', 'getCustomerQuota', 'getOverview', 'listTimeline']);
    notify({ title: t('saved') });
  };
  const propose = async (key: string, value: unknown) => {
    const change = { [key]: value } as FeaturesPatch;
    setBusy(key);
    setRefused(null);
    try {
      const { data } = await previewCustomerFeatures({ path, body: change, throwOnError: true });
      if (data.possible && data.changes.some(({ asked: wanted }) => !wanted)) setAsked({ change, preview: data });
      else await save(change);
    } catch (error) {
      setRefused({ key, error });
    } finally {
      setBusy(null);
    }
  };

  if (features.isError && !features.data)
    return <ProblemNotice error={features.error} retry={() => void features.refetch()} />;
  if (!features.data) return <SkeletonLines lines={8} />;
  const { plan, features: states } = features.data;
  const groups = [...new Set(states.map(({ group }) => group))];
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      {!may && <p className="text-muted text-sm">{t('readOnly')}</p>}
      <Field label={t('plan.label')} description={t('plan.text')} className="max-w-xs">
        <NativeSelect
          value={plan.source === 'customer' ? plan.key : ''}
          disabled={!may || busy !== null}
          onChange={({ target }) => void propose('plan', target.value || null)}
        >
          <option value="">{t('plan.default', { name: plan.source === 'default' ? plan.name : '' })}</option>
          {plans.data?.items.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </Field>
      {refused?.key === 'plan' && <ProblemNotice error={refused.error} />}
      {groups.map((group) => (
        <section key={group} aria-labelledby={`features-${group}`}>
          <h3 id={`features-${group}`} className="border-b pb-1 font-medium text-base">
            {words.group(group)}
          </h3>
          <ul className="divide-y">
            {states
              .filter((state) => state.group === group)
              .map((state) => (
                <FeatureRow
                  key={state.key}
                  state={state}
                  disabled={!may || busy !== null}
                  onChange={(value) => void propose(state.key, value)}
                >
                  {refused?.key === state.key && <Refusal error={refused.error} />}
                </FeatureRow>
              ))}
          </ul>
        </section>
      ))}
      {asked && (
        <CascadeDialog
          preview={asked.preview}
          onClose={() => setAsked(null)}
          onConfirm={async () => {
            await save(asked.change);
            setAsked(null);
          }}
        />
      )}
    </div>
  );
}

/** Why a toggle did not flip, where it was pressed. */
function Refusal({ error }: { error: unknown }) {
  const { unmet } = asProblem(error);
  if (unmet.length === 0) return <ProblemNotice error={error} className="mt-2" />;
  return (
    <div role="alert" className="mt-2 rounded-md bg-danger-soft px-3 py-2">
      <UnmetList unmet={unmet} />
    </div>
  );
}
