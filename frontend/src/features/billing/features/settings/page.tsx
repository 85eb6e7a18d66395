import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listFeaturesOptions, listPlansOptions } from '@/api/gen/@tanstack/react-query.gen';
import { deleteFeature, deletePlan } from '@/api/gen/sdk.gen';
import type { FeatureDefinition } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { SettingsGroup } from '@/components/settings-group';
import { askAgain } from '@/lib/optimistic';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { Metering } from './metering';
import { PlanTable } from './plan-table';
import { PlanList } from './plans';

const FeatureDialog = lazy(() => import('./feature-dialog'));
const PlanDialog = lazy(() => import('./plan-dialog'));

type Gone = { what: 'feature' | 'plan'; key: string; name: string };

/** The catalogue of features, the plans of customers with what each gives, and what is counted. */
export function FeaturesPage() {
  const { t } = useTranslation('billing/features/settings');
  const client = useQueryClient();
  const [making, setMaking] = useState<'feature' | 'plan' | FeatureDefinition | null>(null);
  const [gone, setGone] = useState<Gone | null>(null);
  const features = useQuery(listFeaturesOptions({ query: { limit: 200 } }));
  const plans = useQuery(listPlansOptions({ query: { limit: 200 } }));
  const changed = () => askAgain(client, ['listFeatures', 'listPlans', 'getCustomerFeatures']);
  const failed = features.error ?? plans.error;
  const items = features.data?.items;
  const shown = plans.data?.items;
  return (
    <Page title={t('title')} width="wide">
      <PageHeader title={t('title')} text={t('text')} />
      {failed && <ProblemNotice error={failed} retry={() => void changed()} />}
      {(features.isPending || plans.isPending) && <SkeletonLines lines={8} className="mt-2" />}
      {items && shown && (
        <>
          <SettingsGroup
            title={t('plans.title')}
            text={t('plans.text')}
            actions={
              <Button onClick={() => setMaking('plan')}>
                <Plus size={16} aria-hidden />
                {t('plans.new')}
              </Button>
            }
          >
            <PlanList
              plans={shown}
              onChanged={changed}
              onDelete={({ key, name }) => setGone({ what: 'plan', key, name })}
            />
          </SettingsGroup>
          <SettingsGroup
            title={t('features.title')}
            text={t('features.text')}
            actions={
              <Button onClick={() => setMaking('feature')}>
                <Plus size={16} aria-hidden />
                {t('features.new')}
              </Button>
            }
          >
            <PlanTable
              features={items}
              plans={shown}
              onChanged={changed}
              onEdit={setMaking}
              onDelete={({ key, label }) => setGone({ what: 'feature', key, name: label })}
            />
          </SettingsGroup>
          <Metering />
        </>
      )}
      <Suspense>
        {making === 'feature' && <FeatureDialog onSaved={changed} onClose={() => setMaking(null)} />}
        {making !== null && typeof making === 'object' && (
          <FeatureDialog feature={making} onSaved={changed} onClose={() => setMaking(null)} />
        )}
        {making === 'plan' && <PlanDialog onSaved={changed} onClose={() => setMaking(null)} />}
      </Suspense>
      {gone && (
        <Confirm
          open
          onOpenChange={() => setGone(null)}
          danger
          title={t('deleteTitle', { name: gone.name })}
          text={t(gone.what === 'plan' ? 'plans.deleteText' : 'features.deleteText')}
          confirmLabel={t('delete')}
          onConfirm={async () => {
            if (gone.what === 'plan') await deletePlan({ path: { plan_key: gone.key }, throwOnError: true });
            else await deleteFeature({ path: { feature_key: gone.key }, throwOnError: true });
            await changed();
            notify({ title: t('deleted', { name: gone.name }) });
          }}
        />
      )}
    </Page>
  );
}
