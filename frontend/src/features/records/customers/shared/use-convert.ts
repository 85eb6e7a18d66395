import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { convertCustomerMutation } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomerOut } from '@/api/gen/types.gen';
import { useRefresh, useShowAhead } from '@/features/records/overview/shared/writes';
import { notify } from '@/ui/toast/manager';

/** Makes a prospect a customer. */
export function useConvert(customer: CustomerOut): () => void {
  const { t } = useTranslation('records/customers/shared');
  const showAhead = useShowAhead(customer.id);
  const refresh = useRefresh(customer.id);
  const { mutate } = useMutation({
    ...convertCustomerMutation(),
    scope: { id: `customer-${customer.id}` },
    onMutate: () => showAhead((shown) => ({ ...shown, lifecycle: 'customer' })),
    onError: (_error, _variables, undo) => undo?.(),
    onSuccess: () => notify({ title: t('profile.converted', { name: customer.name }), tone: 'positive' }),
    onSettled: refresh,
  });
  return () => mutate({ path: { customer_id: customer.id } });
}
