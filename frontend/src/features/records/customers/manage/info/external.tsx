import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerOut } from '@/api/gen/types.gen';
import { InlineEdit } from '@/components/inline-edit';
import type { CustomerChange } from '@/sockets/record';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Input } from '@/ui/input';
import { externalIdChange } from '../../shared/changes';
import { Part, Row, useSaying } from './parts';

const SCHEME = /^[a-z][a-z0-9_]{0,59}$/;
type Props = { customer: CustomerOut; mayEdit: boolean; save: (change: CustomerChange) => void };

/** Its ids in other systems: by them an import or an integration finds it again. */
export function ExternalIds({ customer, mayEdit, save }: Props) {
  const { t } = useTranslation('records/customers');
  const saying = useSaying();
  const schemes = Object.keys(customer.external_ids).sort();
  if (!mayEdit && schemes.length === 0) return null;
  const set = (scheme: string, value: string | null) => save(externalIdChange(customer, scheme, value, saying(scheme)));
  return (
    <Part title={t('manage.external.title')} after={mayEdit && <Add taken={schemes} onAdd={set} />}>
      {schemes.map((scheme) => (
        <Row key={scheme} label={scheme}>
          <span className="flex items-start">
            <InlineEdit
              label={scheme}
              value={customer.external_ids[scheme] ?? ''}
              readOnly={!mayEdit}
              onSave={(typed) => set(scheme, typed.trim() || null)}
              className="min-w-0 flex-1 break-all"
            />
            {mayEdit && (
              <IconButton
                icon={Trash2}
                iconSize={14}
                label={t('manage.external.remove', { name: scheme })}
                onClick={() => set(scheme, null)}
              />
            )}
          </span>
        </Row>
      ))}
    </Part>
  );
}

function Add({ taken, onAdd }: { taken: string[]; onAdd: (scheme: string, value: string) => void }) {
  const { t } = useTranslation('records/customers');
  const [scheme, setScheme] = useState('');
  const [value, setValue] = useState('');
  const key = scheme.trim().toLowerCase();
  const wrong = !key
    ? undefined
    : !SCHEME.test(key)
      ? t('manage.external.badName')
      : taken.includes(key)
        ? t('manage.external.taken')
        : undefined;
  const ready = key && !wrong && value.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!ready) return;
    onAdd(key, value.trim());
    setScheme('');
    setValue('');
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-1 px-1.5 pt-2">
      <div className="flex flex-wrap gap-2">
        <Input
          aria-label={t('manage.external.scheme')}
          placeholder={t('manage.external.scheme')}
          aria-invalid={wrong ? true : undefined}
          value={scheme}
          maxLength={60}
          onChange={(event) => setScheme(event.target.value)}
          className="w-36"
        />
        <Input
          aria-label={t('manage.external.value')}
          placeholder={t('manage.external.value')}
          value={value}
          maxLength={500}
          onChange={(event) => setValue(event.target.value)}
          className="min-w-32 flex-1"
        />
        <Button type="submit" disabled={!ready}>
          {t('manage.external.add')}
        </Button>
      </div>
      {wrong && (
        <p role="alert" className="text-danger-ink text-xs">
          {wrong}
        </p>
      )}
    </form>
  );
}
