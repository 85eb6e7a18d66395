import { useTranslation } from 'react-i18next';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Select } from '@/ui/select';
import { Switch } from '@/ui/switch';
import type { TriggerProps } from './form';

const BY = ['email', 'id', 'external_id'] as const;

/** How the customer is found in what another system posts. The address itself is made on the settings tab. */
export function HookForm({ trigger, put, error }: TriggerProps<'webhook'>) {
  const { t } = useTranslation('edge/automations');
  const { match } = trigger;
  return (
    <>
      <p className="text-muted text-sm">{t('hook.text')}</p>
      <Field label={t('hook.finds')} description={t('hook.findsHint')} inline>
        <Switch
          checked={match !== null && match !== undefined}
          onCheckedChange={(on) => put({ ...trigger, match: on ? { by: 'email', path: 'email', scheme: null } : null })}
        />
      </Field>
      {match && (
        <>
          <Field label={t('hook.by')} error={error('match/by')}>
            <Select
              items={BY.map((value) => ({ value, label: t(`hook.bys.${value}`) }))}
              value={match.by}
              onValueChange={(by) => put({ ...trigger, match: { ...match, by, scheme: null } })}
            />
          </Field>
          {match.by === 'external_id' && (
            <Field label={t('hook.scheme')} error={error('match/scheme')}>
              <Input
                value={match.scheme ?? ''}
                maxLength={60}
                onChange={({ target }) =>
                  put({ ...trigger, match: { ...match, scheme: target.value || null } }, 'hook')
                }
              />
            </Field>
          )}
          <Field label={t('hook.path')} description={t('hook.pathHint')} error={error('match/path')}>
            <Input
              className="font-mono"
              value={match.path}
              maxLength={200}
              onChange={({ target }) => put({ ...trigger, match: { ...match, path: target.value } }, 'hook.path')}
            />
          </Field>
        </>
      )}
      <Field label={t('hook.idPath')} description={t('hook.idPathHint')} error={error('id_path')} optional>
        <Input
          className="font-mono"
          value={trigger.id_path ?? ''}
          maxLength={200}
          onChange={({ target }) => put({ ...trigger, id_path: target.value || null }, 'hook.id')}
        />
      </Field>
    </>
  );
}
