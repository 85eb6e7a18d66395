import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getDeletionPlanOptions } from '@/api/gen/@tanstack/react-query.gen';
import { Confirm } from '@/components/confirm';
import { UnmetList } from '@/components/problem';
import type { BulkDialogProps } from '@/sockets/bulk';
import { countOf } from '@/sockets/selection';
import { useBulkEdit, useCountText } from './form';
import { useKnown } from './known';
import { MASS } from './model';

/** Into the trash, after saying whom it cannot take; above twenty the number is typed. */
export function BulkDelete({ selection, onStarted, onClose }: BulkDialogProps) {
  const { t } = useTranslation('records/customers');
  const countText = useCountText();
  const { start } = useBulkEdit(selection, onStarted);
  const known = useKnown(selection);
  const count = countOf(selection);
  const few = selection.kind === 'ids' && count <= MASS ? selection.ids : [];
  const plans = useQueries({
    queries: few.map((id) => ({ ...getDeletionPlanOptions({ path: { customer_id: id } }), staleTime: 0 })),
  });
  const blocked = few.flatMap((id, at) => {
    const plan = plans[at]?.data;
    return plan && !plan.allowed ? [{ id, blockers: plan.blockers }] : [];
  });
  const nameOf = (id: string) => known?.find((customer) => customer.id === id)?.name ?? id;
  return (
    <Confirm
      open
      onOpenChange={onClose}
      title={t('bulk.delete.title', { who: countText(count) })}
      text={t('bulk.delete.text')}
      confirmLabel={t('bulk.delete.submit')}
      danger
      typeName={count > MASS ? String(count) : undefined}
      onConfirm={() => start({ type: 'delete' })}
    >
      {blocked.length > 0 && (
        <div className="flex flex-col gap-2 text-sm">
          <p>{t('bulk.delete.blocked')}</p>
          <ul className="flex flex-col gap-1">
            {blocked.map(({ id, blockers }) => (
              <li key={id}>
                <p className="font-medium">{nameOf(id)}</p>
                <UnmetList unmet={blockers} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Confirm>
  );
}

/** Prospects become customers, which is for good. */
export function BulkConvert({ selection, onStarted, onClose }: BulkDialogProps) {
  const { t } = useTranslation('records/customers');
  const countText = useCountText();
  const { start } = useBulkEdit(selection, onStarted);
  const already = useKnown(selection)?.filter(({ lifecycle }) => lifecycle === 'customer').length ?? 0;
  return (
    <Confirm
      open
      onOpenChange={onClose}
      title={t('bulk.convert.title', { who: countText(countOf(selection)) })}
      text={t('bulk.convert.text')}
      confirmLabel={t('bulk.convert.submit')}
      onConfirm={() => start({ type: 'convert' })}
    >
      {already > 0 && <p className="text-sm">{t('bulk.convert.already', { count: already })}</p>}
    </Confirm>
  );
}
