import { useTranslation } from 'react-i18next';
import type { StepFormProps } from '@/sockets/steps';

export default function NoteForm({ step, config, set, error, kit }: StepFormProps) {
  const { t } = useTranslation('records/notes');
  return (
    <kit.Template
      label={t('step.note')}
      error={error('body')}
      stepId={step.id}
      value={config.body}
      onChange={(body) => set({ body })}
      rows
    />
  );
}
