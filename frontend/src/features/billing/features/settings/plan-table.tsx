import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { updatePlan } from '@/api/gen/sdk.gen';
import type { FeatureDefinition, PlanOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { IconButton } from '@/ui/icon-button';
import { Table, Td, Th } from '@/ui/table';
import { FeatureValueControl } from '../value-control';
import { useFeatureWords } from '../words';

type Props = {
  features: FeatureDefinition[];
  plans: PlanOut[];
  onChanged: () => Promise<unknown>;
  onEdit: (feature: FeatureDefinition) => void;
  onDelete: (feature: FeatureDefinition) => void;
};

/** What each plan gives. A change holds at once for every customer on the plan who has no value of its own. */
export function PlanTable({ features, plans, onChanged, onEdit, onDelete }: Props) {
  const { t } = useTranslation('billing/features/settings');
  const words = useFeatureWords();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const set = async (plan: PlanOut, feature: FeatureDefinition, value: unknown) => {
    setBusy(true);
    setError(undefined);
    try {
      await updatePlan({
        path: { plan_key: plan.key },
        body: { values: { [feature.key]: value } },
        throwOnError: true,
      });
      await onChanged();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {error !== undefined && <ProblemNotice error={error} className="mb-2" />}
      <section
        aria-label={t('features.table')}
        className="relative overflow-x-auto"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable with the keyboard
        tabIndex={0}
      >
        <Table>
          <thead>
            <tr>
              <Th>{t('features.name')}</Th>
              {plans.map(({ key, name }) => (
                <Th key={key}>{name}</Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {features.map((feature) => (
              <tr key={feature.key}>
                <Td className="min-w-56">
                  <span className="flex items-center gap-1 font-medium">
                    {words.label(feature)}
                    {!feature.built_in && (
                      <>
                        <IconButton
                          size="sm"
                          icon={Pencil}
                          label={t('editOf', { name: feature.label })}
                          onClick={() => onEdit(feature)}
                        />
                        <IconButton
                          size="sm"
                          icon={Trash2}
                          label={t('deleteOf', { name: feature.label })}
                          onClick={() => onDelete(feature)}
                        />
                      </>
                    )}
                  </span>
                  <span className="text-muted text-xs">
                    {feature.requires.length > 0
                      ? t('features.needs', { names: namesOf(feature.requires, features, words.label) })
                      : words.description(feature)}
                  </span>
                </Td>
                {plans.map((plan) => (
                  <Td key={plan.key}>
                    <FeatureValueControl
                      feature={feature}
                      value={plan.values[feature.key] ?? null}
                      label={t('features.in', { feature: words.label(feature), plan: plan.name })}
                      disabled={busy}
                      onChange={(value) => void set(plan, feature, value)}
                    />
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </section>
    </>
  );
}

const namesOf = (
  keys: string[],
  features: FeatureDefinition[],
  label: (feature: FeatureDefinition) => string,
): string => features.flatMap((feature) => (keys.includes(feature.key) ? [label(feature)] : [])).join(', ');
