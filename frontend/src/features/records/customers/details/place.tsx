import { lazy, Suspense } from 'react';
import { NARROW, useMedia } from '@/lib/use-media';
import { usePlaceOfList } from '../list/use-place';

const CustomerDetails = lazy(() => import('./sidebar'));
const ManageDialog = lazy(() => import('../manage/dialog'));

/** What the address opens beside the list and over it. In the trash there is nothing to open. */
export function DetailsOfAddress() {
  const { search, inTrash, go } = usePlaceOfList();
  const narrow = useMedia(NARROW);
  const { customer, manage } = search;
  if (!customer || inTrash) return null;
  const managing = manage !== undefined;
  return (
    <Suspense>
      {!(narrow && managing) && (
        <CustomerDetails
          key={customer}
          customerId={customer}
          onClose={() => go({ customer: undefined, manage: undefined })}
          onManage={() => go({ manage: 'info' }, false)}
        />
      )}
      {managing && (
        <ManageDialog
          key={`manage-${customer}`}
          customerId={customer}
          tab={manage}
          onTab={(id) => go({ manage: id })}
          onClose={() => go({ manage: undefined })}
          onDeleted={() => go({ customer: undefined, manage: undefined })}
        />
      )}
    </Suspense>
  );
}
