import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getMovePlan, updateCustomer } from '@/api/gen/sdk.gen';
import type { CustomerOut, CustomerPatch, MovePlan, StatusRef } from '@/api/gen/types.gen';
import { overviewKey } from '@/features/records/overview/shared/queries';
import { askAgain, changeItem, keysOf, writeAhead } from '@/lib/optimistic';
import { asProblem } from '@/lib/problem';
import { notify } from '@/ui/toast/manager';

/** What a move needs to know of the customer. */
export type Movable = Pick<CustomerOut, 'id' | 'name' | 'folder' | 'status'>;
export type Target = { id: string | null; name: string };
type Extra = { statusId?: string | null; fields?: NonNullable<CustomerPatch['custom_fields']> };

/** Moves customers between folders; every move says where to and into which status, and can be undone. */
export function useMove() {
  const { t } = useTranslation('records/folders');
  const client = useQueryClient();
  const send = (customer: Movable, body: CustomerPatch) =>
    updateCustomer({ path: { customer_id: customer.id }, body, throwOnError: true });
  const refresh = (id: string) =>
    Promise.all([
      client.invalidateQueries({ queryKey: overviewKey(id) }),
      askAgain(client, ['listCustomers', 'countCustomers', 'listTimeline']),
    ]);
  const moved = (customer: Movable, to: Target, status: StatusRef | null | undefined) =>
    notify({
      title: status ? t('movedTo', { name: to.name, status: status.name }) : t('moved', { name: to.name }),
      undo: () =>
        void send(customer, { folder_id: customer.folder?.id ?? null, status_id: customer.status?.id ?? null })
          .catch(complain)
          .then(() => refresh(customer.id)),
    });
  /** Moves as planned; throws what the server says against it. */
  const move = async (customer: Movable, to: Target, { statusId, fields }: Extra = {}) => {
    const { data } = await send(customer, {
      folder_id: to.id,
      ...(statusId && { status_id: statusId }),
      ...(fields && { custom_fields: fields }),
    });
    moved(customer, to, data.status);
    void refresh(customer.id);
  };
  /**
   * Moves at once what can be moved without a question: shown in the list before the server answers, taken back when it
   * refuses. A plan that needs an answer (fields to fill in) is given back instead.
   */
  const drop = async (customer: Movable, to: Target): Promise<MovePlan | null> => {
    if ((customer.folder?.id ?? null) === to.id) return null;
    try {
      const query = to.id ? { folder_id: to.id } : {};
      const { data: plan } = await getMovePlan({ path: { customer_id: customer.id }, query, throwOnError: true });
      if (plan.missing.length > 0) return plan;
      const ahead = await writeAhead<{ pages: { items: CustomerOut[] }[] } | undefined>(
        client,
        keysOf(client, 'listCustomers'),
        (list) => changeItem(list, customer.id, (shown) => ({ ...shown, status: plan.status ?? null })),
      );
      await move(customer, to).catch((thrown) => {
        ahead.undo();
        throw thrown;
      });
    } catch (thrown) {
      complain(thrown);
    }
    return null;
  };
  return { move, drop };
}

function complain(thrown: unknown): void {
  const { code, errors, detail, title } = asProblem(thrown);
  if (code === 'unauthenticated') return; // the shell says so
  notify({ title: errors[0]?.message ?? (detail || title), tone: 'danger' });
}
