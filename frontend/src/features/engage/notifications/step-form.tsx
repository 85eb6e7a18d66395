import { useTranslation } from 'react-i18next';
import type { StepFormProps } from '@/sockets/steps';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';

const WHO = ['owner', 'workers'] as const;

export default function NotifyForm({ step, config, set, error, kit }: StepFormProps) {
  const { t } = useTranslation('engage/notifications');
  const to = Array.isArray(config.to) ? config.to : [];
  return (
    <>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="pb-1 font-medium text-sm">{t('step.whom')}</legend>
        {WHO.map((who) => (
          <Field key={who} label={t(`step.who.${who}`)} inline>
            <Checkbox
              checked={to.includes(who)}
              onCheckedChange={(on) => set({ to: on ? [...to, who] : to.filter((each) => each !== who) })}
            />
          </Field>
        ))}
      </fieldset>
      <Field label={t('step.alsoMembers')} error={error('member_ids')} optional>
        <kit.Many thing="member" value={config.member_ids} onChange={(member_ids) => set({ member_ids })} />
      </Field>
      <kit.Template
        label={t('step.title')}
        error={error('title')}
        stepId={step.id}
        value={config.title}
        onChange={(title) => set({ title })}
        maxLength={200}
      />
      <kit.Template
        label={t('step.message')}
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
