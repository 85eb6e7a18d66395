import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFields, allFolders } from '@/api/catalogues';
import { getMovePlanOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { FieldRef, MovePlan } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { FieldInput } from '@/features/records/custom-fields/shared/input';
import { type Draft, fromDraft, isEmpty } from '@/features/records/custom-fields/shared/values';
import { Button } from '@/ui/button';
import { Dot } from '@/ui/chip';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { type Movable, useMove } from './use-move';

const NONE = 'none';

type Props = {
  customer: Movable;
  /** The folder that was chosen already; `none` is no folder. */
  initial?: string;
  onClose: () => void;
};

/** Chooses a folder, shows what the move changes, asks for what must be filled in, and moves. */
export default function MoveDialog({ customer, initial, onClose }: Props) {
  const { t } = useTranslation(['records/folders', 'components']);
  const { timeZone, currency } = usePlace();
  const folders = useQuery(allFolders);
  const definitions = useQuery(allFields());
  const { move } = useMove();
  const [target, setTarget] = useState<string | null>(initial ?? null);
  const [statusId, setStatusId] = useState<string | null>(null);
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const folderId = target === NONE ? undefined : (target ?? undefined);
  const plan = useQuery({
    ...getMovePlanOptions({
      path: { customer_id: customer.id },
      query: { folder_id: folderId, status_id: statusId ?? undefined },
    }),
    enabled: target !== null,
    placeholderData: keepPreviousData,
  });
  const choices = (folders.data ?? []).filter(
    ({ id, level }) => id !== customer.folder?.id && (level === 'write' || level === 'manage'),
  );
  const folder = choices.find(({ id }) => id === target);
  const missing = plan.data?.missing ?? [];
  const definitionOf = (key: string) => definitions.data?.find((field) => field.key === key);
  const values = Object.fromEntries(
    missing.map(({ key }) => {
      const field = definitionOf(key);
      const draft = drafts[key] ?? '';
      const place = { timeZone, currency: field?.validation.currency ?? currency };
      const read = fromDraft(field?.type ?? 'text', draft, place);
      const value = field?.type === 'checkbox' ? draft === 'true' : 'value' in read ? read.value : null;
      return [key, value];
    }),
  );
  const complete = missing.every(({ key }) => !isEmpty(values[key]));
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await move(
        customer,
        { id: folderId ?? null, name: folder?.name ?? t('none') },
        { statusId, fields: missing.length > 0 ? (values as never) : undefined },
      );
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('moveTitle', { name: customer.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={!plan.data || plan.isPlaceholderData || !complete}
            onClick={() => void submit()}
          >
            {t('confirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {error !== undefined && <ProblemNotice error={error} />}
        <Field label={t('to')}>
          <Select
            aria-label={t('to')}
            value={target}
            placeholder={t('choose')}
            onValueChange={(next) => {
              setTarget(next);
              setStatusId(null);
            }}
            items={[
              ...choices.map(({ id, name, colour }) => ({ value: id, label: name, before: <Dot colour={colour} /> })),
              ...(customer.folder ? [{ value: NONE, label: t('none') }] : []),
            ]}
          />
        </Field>
        {target && plan.isPending && <SkeletonLines lines={2} />}
        {plan.isError && <ProblemNotice error={plan.error} retry={() => void plan.refetch()} />}
        {plan.data && target && (
          <>
            <div className="flex flex-col gap-1">
              <h3 className="font-medium text-sm">{t('status')}</h3>
              <div className="flex items-center gap-2 text-sm">
                <span className="flex items-center gap-1.5 text-muted">
                  <Dot colour={customer.status?.colour ?? null} />
                  {customer.status?.name ?? t('noStatus')}
                </span>
                <ArrowRight size={14} aria-hidden className="shrink-0 text-muted rtl:rotate-180" />
                {folder && folder.statuses.length > 0 ? (
                  <Select
                    aria-label={t('status')}
                    value={plan.data.status?.id ?? null}
                    onValueChange={setStatusId}
                    items={folder.statuses.map(({ id, name, colour }) => ({
                      value: id,
                      label: name,
                      before: <Dot colour={colour} />,
                    }))}
                    className="max-w-56"
                  />
                ) : (
                  <span>{t('noStatus')}</span>
                )}
              </div>
              <p className="text-muted text-xs">{t(`found.${plan.data.status_found}`)}</p>
            </div>
            <Changes plan={plan.data} />
            {missing.length > 0 && (
              <div className="flex flex-col gap-3">
                <h3 className="font-medium text-sm">{t('missing')}</h3>
                {missing.map(({ key, label }) => {
                  const field = definitionOf(key);
                  return (
                    field && (
                      <FieldInput
                        key={key}
                        field={field}
                        label={label}
                        value={drafts[key] ?? ''}
                        onChange={(next) => setDrafts({ ...drafts, [key]: next })}
                      />
                    )
                  );
                })}
              </div>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}

function Changes({ plan }: { plan: MovePlan }) {
  const { t } = useTranslation('records/folders');
  const names = (fields: FieldRef[]) => fields.map(({ label }) => label).join(', ');
  const lines = [
    plan.appearing.length > 0 && t('appearing', { names: names(plan.appearing) }),
    plan.disappearing.length > 0 && t('disappearing', { names: names(plan.disappearing) }),
  ].filter(Boolean);
  return (
    <ul className="flex list-disc flex-col gap-1 ps-5 text-sm">
      {lines.length ? lines.map((line) => <li key={String(line)}>{line}</li>) : <li>{t('same')}</li>}
    </ul>
  );
}
