import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import type { StepFormProps } from '@/sockets/steps';
import { Field } from '@/ui/field';
import { Segmented } from '@/ui/segmented';
import { Switch } from '@/ui/switch';

export default function EmailForm({ step, config, set, error, kit }: StepFormProps) {
  const { t } = useTranslation('engage/email-templates');
  return (
    <>
      <Segmented
        label={t('step.to')}
        items={(['customer', 'address'] as const).map((value) => ({ value, label: t(`step.recipients.${value}`) }))}
        value={config.to === 'address' ? 'address' : 'customer'}
        onValueChange={(to) => set({ to, address: undefined })}
      />
      {config.to === 'address' && (
        <kit.Template
          label={t('step.address')}
          error={error('address')}
          stepId={step.id}
          value={config.address}
          onChange={(address) => set({ address })}
          maxLength={254}
        />
      )}
      <EmailText step={step} config={config} set={set} error={error} kit={kit} />
      <Field label={t('step.replyToOwner')} inline>
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
function EmailText({ step, config, set, error, kit }: StepFormProps) {
  const { t } = useTranslation('engage/email-templates');
  const mayTemplates = useMay('email_templates:read');
  const templated = config.template_id !== undefined;
  return (
    <>
      <Segmented
        label={t('step.textFrom')}
        items={SOURCES.map((value) => ({ value, label: t(`step.textSources.${value}`) }))}
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
          label={t('step.template')}
          description={t(kit.options('template').length ? 'step.templateHint' : 'step.noTemplates')}
          error={error('template_id') ?? error('subject')}
          aside={
            mayTemplates &&
            !kit.readOnly && (
              <Link to="/settings/email-templates" className="text-accent-ink text-xs hover:underline">
                {t('step.manageTemplates')}
              </Link>
            )
          }
        >
          <kit.One thing="template" value={config.template_id} onChange={(template_id) => set({ template_id })} />
        </Field>
      ) : (
        <>
          <kit.Template
            label={t('step.subject')}
            error={error('subject')}
            stepId={step.id}
            value={config.subject}
            onChange={(subject) => set({ subject })}
            maxLength={300}
          />
          <kit.Template
            label={t('step.body')}
            description={t('step.bodyHint')}
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
