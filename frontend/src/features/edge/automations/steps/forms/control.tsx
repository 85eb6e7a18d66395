import { useTranslation } from 'react-i18next';
import type { AnyOf } from '@/api/gen/types.gen';
import type { StepFormProps } from '@/sockets/steps';
import { Field } from '@/ui/field';
import { useBuilder } from '../../editor/builder';
import { ConditionsEditor } from '../../editor/conditions-editor';
import { OnePicker } from '../../editor/pickers';
import { TemplateField } from '../../editor/template-field';
import { NumberInput } from '../../editor/value-editor';

export function BranchForm({ step, config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  const { errors } = useBuilder();
  const groups = (Array.isArray(config.conditions) ? config.conditions : []) as AnyOf[];
  const prefix = 'config/conditions/';
  const own = errors
    .filter(({ stepId, field }) => stepId === step.id && field.startsWith(prefix))
    .map((each) => ({ ...each, field: each.field.slice(prefix.length) }));
  return (
    <>
      <p className="text-muted text-sm">{t('forms.branchHint')}</p>
      <ConditionsEditor groups={groups} onChange={(conditions) => set({ conditions })} errors={own} stepId={step.id} />
      {groups.length === 0 && error('conditions') && (
        <p role="alert" className="text-danger-ink text-xs">
          {error('conditions')}
        </p>
      )}
    </>
  );
}

export function EachForm({ config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  return (
    <>
      <p className="text-muted text-sm">{t('forms.eachHint')}</p>
      <Field label={t('forms.relation')} error={error('relation_type_id')} optional>
        <OnePicker
          thing="relation"
          value={config.relation_type_id}
          placeholder={t('forms.anyRelation')}
          onChange={(relation_type_id) => set({ relation_type_id })}
        />
      </Field>
      <Field label={t('forms.most')} error={error('most')}>
        <NumberInput
          label={t('forms.most')}
          value={config.most ?? 100}
          onChange={(most) => set({ most })}
          className="w-24"
        />
      </Field>
    </>
  );
}

export function RunForm({ config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  return (
    <Field label={t('forms.automation')} description={t('forms.automationHint')} error={error('automation_id')}>
      <OnePicker thing="automation" value={config.automation_id} onChange={(automation_id) => set({ automation_id })} />
    </Field>
  );
}

export function StopForm({ step, config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  return (
    <TemplateField
      label={t('forms.reason')}
      description={t('forms.reasonHint')}
      error={error('reason')}
      stepId={step.id}
      value={config.reason}
      onChange={(reason) => set({ reason: reason || undefined })}
      optional
      maxLength={200}
    />
  );
}
