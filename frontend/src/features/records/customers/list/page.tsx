import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { fetchTexts } from '@/i18n';
import { DetailsOfAddress } from '../details/place';
import { CustomerList } from './list';

fetchTexts(
  'records/customers',
  'records/customers/shared',
  'records/custom-fields',
  'records/folders',
  'records/tags',
  'names',
);

/** The Customer List, for those who may see customers. */
export function CustomersPage() {
  const { t } = useTranslation('records/customers');
  if (!useMay('customers:read'))
    return (
      <Page title={t('title')}>
        <EmptyState kind="permission" title={t('list.forbidden')} text={t('list.forbiddenText')} className="my-auto" />
      </Page>
    );
  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      <Page title={t('title')}>
        <CustomerList />
      </Page>
      <DetailsOfAddress />
    </div>
  );
}
