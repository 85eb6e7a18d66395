import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';
import { Segmented } from '@/ui/segmented';
import { Switch } from '@/ui/switch';
import { useBuilder } from '../../editor/builder';
import { ManyPicker, OnePicker } from '../../editor/pickers';
import { TemplateField } from '../../editor/template-field';
import type { StepFormProps } from '../form';

export function NoteForm({ step, config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  return (
    <TemplateField
      label={t('forms.note')}
      error={error('body')}
      stepId={step.id}
      value={config.body}
      onChange={(body) => set({ body })}
      rows
    />
  );
}

export function EmailForm({ step, config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  return (
    <>
      <Segmented
        label={t('forms.to')}
        items={(['customer', 'address'] as const).map((value) => ({ value, label: t(`forms.recipients.${value}`) }))}
        value={config.to === 'address' ? 'address' : 'customer'}
        onValueChange={(to) => set({ to, address: undefined })}
      />
      {config.to === 'address' && (
        <TemplateField
          label={t('forms.address')}
          error={error('address')}
          stepId={step.id}
          value={config.address}
          onChange={(address) => set({ address })}
          maxLength={254}
        />
      )}
      <EmailText step={step} config={config} set={set} error={error} />
      <Field label={t('forms.replyToOwner')} inline>
        <Switch
          checked={config.reply_to === 'owner'}
          onCheckedChange={(on) => set({ reply_to: on ? 'owner' : undefined })}
        />
      </Field>
    </>
  );
}

const SOURCES = ['template', 'own'] as const;

/** What the e-mail says: a template of the workspace's, or a text of the step's own. */
function EmailText({ step, config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  const { names, readOnly } = useBuilder();
  const mayTemplates = useMay('email_templates:read');
  const templated = config.template_id !== undefined;
  return (
    <>
      <Segmented
        label={t('forms.textFrom')}
        items={SOURCES.map((value) => ({ value, label: t(`forms.textSources.${value}`) }))}
        value={templated ? 'template' : 'own'}
        onValueChange={(source) =>
          set(
            source === 'template'
              ? { template_id: null, subject: undefined, body: undefined }
              : { template_id: undefined, subject: '', body: '' },
          )
        }
      />
      {templated ? (
        <Field
          label={t('forms.template')}
          description={t(names.options('template').length ? 'forms.templateHint' : 'forms.noTemplates')}
          error={error('template_id') ?? error('subject')}
          aside={
            mayTemplates &&
            !readOnly && (
              <Link to="/settings/email-templates" className="text-accent-ink text-xs hover:underline">
                {t('forms.manageTemplates')}
              </Link>
            )
          }
        >
          <OnePicker thing="template" value={config.template_id} onChange={(template_id) => set({ template_id })} />
        </Field>
      ) : (
        <>
          <TemplateField
            label={t('forms.subject')}
            error={error('subject')}
            stepId={step.id}
            value={config.subject}
            onChange={(subject) => set({ subject })}
            maxLength={300}
          />
          <TemplateField
            label={t('forms.body')}
            description={t('forms.bodyHint')}
            error={error('body')}
            stepId={step.id}
            value={config.body}
            onChange={(body) => set({ body })}
            rows
          />
        </>
      )}
    </>
  );
}

const WHO = ['owner', 'workers'] as const;

export function NotifyForm({ step, config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  const to = Array.isArray(config.to) ? config.to : [];
  return (
    <>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="pb-1 font-medium text-sm">{t('forms.whom')}</legend>
        {WHO.map((who) => (
          <Field key={who} label={t(`forms.who.${who}`)} inline>
            <Checkbox
              checked={to.includes(who)}
              onCheckedChange={(on) => set({ to: on ? [...to, who] : to.filter((each) => each !== who) })}
            />
          </Field>
        ))}
      </fieldset>
      <Field label={t('forms.alsoMembers')} error={error('member_ids')} optional>
        <ManyPicker thing="member" value={config.member_ids} onChange={(member_ids) => set({ member_ids })} />
      </Field>
      <TemplateField
        label={t('forms.title')}
        error={error('title')}
        stepId={step.id}
        value={config.title}
        onChange={(title) => set({ title })}
        maxLength={200}
      />
      <TemplateField
        label={t('forms.message')}
        error={error('message')}
        stepId={step.id}
        value={config.message}
        onChange={(message) => set({ message })}
        optional
        rows
        maxLength={2000}
      />
    </>
  );
}
