import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCreditUnitsOptions } from '@/api/gen/@tanstack/react-query.gen';
import { createCreditUnit, deleteCreditUnit, updateCreditUnit } from '@/api/gen/sdk.gen';
import type { CreditUnitOut } from '@/api/gen/types.gen';
import { InlineEdit } from '@/components/inline-edit';
import { ProblemNotice } from '@/components/problem';
import { askAgain } from '@/lib/optimistic';
import { asProblem } from '@/lib/problem';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { IconButton } from '@/ui/icon-button';
import { Input } from '@/ui/input';
import { SkeletonLines } from '@/ui/skeleton';

/** The units of the workspace: rename, add, delete those that nobody used. Load it lazily. */
export default function UnitsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('billing/credits');
  const client = useQueryClient();
  const [error, setError] = useState<unknown>();
  const units = useQuery(listCreditUnitsOptions({ query: { limit: 200 } }));
  const write = async (act: () => Promise<unknown>) => {
    setError(undefined);
    try {
      await act();
    } catch (thrown) {
      setError(thrown);
      throw thrown;
    } finally {
      await askAgain(client, ['listCreditUnits', 'getCredits']);
    }
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('unit.title')} description={t('unit.text')}>
      <div className="flex flex-col gap-4">
        {error !== undefined && <ProblemNotice error={error} />}
        {units.isPending && <SkeletonLines lines={3} />}
        {units.isError && <ProblemNotice error={units.error} retry={() => void units.refetch()} />}
        <ul className="divide-y">
          {units.data?.items.map((unit) => (
            <Unit key={unit.key} unit={unit} write={write} />
          ))}
        </ul>
        <NewUnit write={write} />
      </div>
    </Dialog>
  );
}

type Write = (act: () => Promise<unknown>) => Promise<void>;

function Unit({ unit, write }: { unit: CreditUnitOut; write: Write }) {
  const { t } = useTranslation('billing/credits');
  const path = { unit: unit.key };
  const rename = (name: string) => {
    if (name && name !== unit.name)
      write(() => updateCreditUnit({ path, body: { name }, throwOnError: true })).catch(() => undefined);
  };
  return (
    <li className="flex items-center gap-2 py-2">
      <div className="min-w-0 flex-1">
        <InlineEdit
          label={`${t('unit.name')} · ${unit.key}`}
          value={unit.name}
          onSave={(typed) => rename(typed.trim())}
        />
      </div>
      <code className="text-muted text-xs">{unit.key}</code>
      {unit.built_in ? (
        <Badge>{t('unit.builtIn')}</Badge>
      ) : (
        <IconButton
          size="sm"
          icon={Trash2}
          iconSize={14}
          label={t('unit.delete', { name: unit.name })}
          onClick={() => write(() => deleteCreditUnit({ path, throwOnError: true })).catch(() => undefined)}
        />
      )}
    </li>
  );
}

function NewUnit({ write }: { write: Write }) {
  const { t } = useTranslation('billing/credits');
  const [draft, setDraft] = useState({ key: '', name: '' });
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setBusy(true);
    setWrong(undefined);
    try {
      const body = { key: draft.key.trim(), name: draft.name.trim() };
      await write(() => createCreditUnit({ body, throwOnError: true }));
      setDraft({ key: '', name: '' });
    } catch (thrown) {
      setWrong(asProblem(thrown).errors.find(({ pointer }) => pointer === '/key')?.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} aria-label={t('unit.new')} className="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]">
      <Field label={t('unit.key')} description={t('unit.keyHint')} error={wrong}>
        <Input
          value={draft.key}
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setDraft({ ...draft, key: event.target.value })}
        />
      </Field>
      <Field label={t('unit.name')}>
        <Input
          value={draft.name}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
      </Field>
      <Button
        type="submit"
        className="sm:mt-6"
        busy={busy}
        disabled={!/^[a-z][a-z0-9_]*$/.test(draft.key.trim()) || !draft.name.trim()}
      >
        {t('unit.add')}
      </Button>
    </form>
  );
}
