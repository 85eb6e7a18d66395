import { useTranslation } from 'react-i18next';
import type { StepFormProps } from '@/sockets/steps';
import { Field } from '@/ui/field';

export function StatusForm({ config, set, error, kit }: StepFormProps) {
  const { t } = useTranslation('records/folders');
  return (
    <Field label={t('step.status')} description={t('step.statusHint')} error={error('status_id')}>
      <kit.One thing="status" value={config.status_id} onChange={(status_id) => set({ status_id })} />
    </Field>
  );
}

export function FolderForm({ config, set, error, kit }: StepFormProps) {
  const { t } = useTranslation('records/folders');
  return (
    <>
      <Field label={t('step.folder')} error={error('folder_id')}>
        <kit.One
          thing="folder"
          value={config.folder_id}
          placeholder={t('step.noFolder')}
          onChange={(folder_id) => set({ folder_id, status_id: null })}
        />
      </Field>
      {typeof config.folder_id === 'string' && (
        <Field label={t('step.status')} error={error('status_id')} optional>
          <kit.One
            thing="status"
            value={config.status_id}
            placeholder={t('step.sameStatus')}
            onChange={(status_id) => set({ status_id })}
          />
        </Field>
      )}
    </>
  );
}
