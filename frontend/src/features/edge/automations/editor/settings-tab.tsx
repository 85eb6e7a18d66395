import { useTranslation } from 'react-i18next';
import type { AutomationOut } from '@/api/gen/types.gen';
import { SettingsGroup } from '@/components/settings-group';
import { Field } from '@/ui/field';
import { Textarea } from '@/ui/textarea';
import { useBuilder } from './builder';
import { HookAddress } from './hook-address';
import { ManyPicker } from './pickers';
import { errorAt } from './pointers';
import { NumberInput } from './value-editor';
import { Versions } from './versions';

/** What it is for, where it applies, its brakes, its address, its versions. Saved with the flow. */
export default function SettingsTab({ automation }: { automation: AutomationOut | null }) {
  const { t } = useTranslation('edge/automations');
  const { draft, change, errors, readOnly } = useBuilder();
  const folderError = errors.find(({ place }) => place === 'folders')?.message;
  const limitErrors = errors.filter(({ place }) => place === 'limits');
  return (
    <div className="flex flex-col">
      <SettingsGroup title={t('settings.about')} text={t('settings.aboutText')}>
        <Field label={t('settings.description')} disabled={readOnly} optional>
          <Textarea
            value={draft.description}
            maxLength={2000}
            onChange={({ target }) => change({ description: target.value }, 'description')}
          />
        </Field>
      </SettingsGroup>
      <SettingsGroup title={t('settings.scope')} text={t('settings.scopeText')}>
        <Field label={t('settings.folders')} error={folderError} disabled={readOnly} optional>
          <ManyPicker
            thing="folder"
            value={draft.folder_ids}
            placeholder={t('settings.everywhere')}
            onChange={(folder_ids) => change({ folder_ids })}
          />
        </Field>
      </SettingsGroup>
      <SettingsGroup title={t('settings.brakes')} text={t('settings.brakesText')}>
        <Field
          label={t('settings.perHour')}
          error={errorAt(limitErrors, 'runs_per_customer_and_hour')}
          disabled={readOnly}
        >
          <NumberInput
            label={t('settings.perHour')}
            value={draft.limits.runs_per_customer_and_hour}
            onChange={(value) =>
              change({ limits: { runs_per_customer_and_hour: typeof value === 'number' ? value : 0 } }, 'limits')
            }
            className="w-24"
          />
        </Field>
      </SettingsGroup>
      {automation && (
        <SettingsGroup title={t('settings.behalf')} text={t('settings.behalfText')}>
          <p className="text-sm">{automation.owner.name}</p>
        </SettingsGroup>
      )}
      {automation?.trigger.kind === 'webhook' && <HookAddress automation={automation} />}
      {automation && <Versions automationId={automation.id} />}
    </div>
  );
}
