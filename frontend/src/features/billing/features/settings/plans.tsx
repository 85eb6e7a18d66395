import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { updatePlan } from '@/api/gen/sdk.gen';
import type { PlanOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';

type Props = { plans: PlanOut[]; onChanged: () => Promise<unknown>; onDelete: (plan: PlanOut) => void };

/** The plans, and which one customers have who were given none. */
export function PlanList({ plans, onChanged, onDelete }: Props) {
  const { t } = useTranslation('billing/features/settings');
  const [error, setError] = useState<unknown>();
  const makeDefault = async ({ key }: PlanOut) => {
    setError(undefined);
    try {
      await updatePlan({ path: { plan_key: key }, body: { is_default: true }, throwOnError: true });
      await onChanged();
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <>
      {error !== undefined && <ProblemNotice error={error} className="mb-2" />}
      <ul className="divide-y border-y">
        {plans.map((plan) => (
          <li key={plan.key} className="flex min-h-12 flex-wrap items-center gap-2 py-1 text-sm">
            <span className="min-w-0 flex-1 font-medium">{plan.name}</span>
            {!plan.built_in && <Badge>{t('plans.like', { name: plan.based_on })}</Badge>}
            {plan.is_default ? (
              <Badge>{t('plans.default')}</Badge>
            ) : (
              <Button size="sm" onClick={() => void makeDefault(plan)}>
                {t('plans.makeDefault')}
                <span className="sr-only">{plan.name}</span>
              </Button>
            )}
            {!plan.built_in && (
              <IconButton
                size="sm"
                icon={Trash2}
                label={t('deleteOf', { name: plan.name })}
                onClick={() => onDelete(plan)}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
