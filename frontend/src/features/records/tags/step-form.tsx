import { useTranslation } from 'react-i18next';
import type { StepFormProps } from '@/sockets/steps';
import { Field } from '@/ui/field';

export default function TagsForm({ config, set, error, kit }: StepFormProps) {
  const { t } = useTranslation('records/tags');
  return (
    <>
      <Field label={t('step.tags')} error={error('tag_ids')}>
        <kit.Many thing="tag" value={config.tag_ids} onChange={(tag_ids) => set({ tag_ids })} />
      </Field>
      <Field label={t('step.groups')} description={t('step.groupsHint')} error={error('group_ids')} optional>
        <kit.Many thing="group" value={config.group_ids} onChange={(group_ids) => set({ group_ids })} />
      </Field>
    </>
  );
}
