import { useTranslation } from 'react-i18next';
import type { StepFormProps } from '@/sockets/steps';
import { Field } from '@/ui/field';
import { Segmented } from '@/ui/segmented';
import { Switch } from '@/ui/switch';

const WAYS = ['fixed', 'round_robin', 'least_busy'] as const;
type Way = (typeof WAYS)[number];

export default function AssignForm({ config, set, error, kit }: StepFormProps) {
  const { t } = useTranslation('records/customers/shared');
  return (
    <>
      <Segmented
        label={t('step.choose')}
        className="h-auto flex-wrap"
        items={WAYS.map((value) => ({ value, label: t(`step.ways.${value}`) }))}
        value={(config.choose as Way) ?? 'fixed'}
        onValueChange={(choose) => set({ choose })}
      />
      <Field label={t('step.members')} error={error('member_ids')}>
        <kit.Many thing="member" value={config.member_ids} onChange={(member_ids) => set({ member_ids })} />
      </Field>
      <Field label={t('step.asOwner')} inline>
        <Switch checked={config.as_owner === true} onCheckedChange={(as_owner) => set({ as_owner })} />
      </Field>
    </>
  );
}
