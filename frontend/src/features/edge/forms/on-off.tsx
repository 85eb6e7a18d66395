import { useTranslation } from 'react-i18next';
import type { FormOut } from '@/api/gen/types.gen';
import { Badge } from '@/ui/badge';
import { Switch } from '@/ui/switch';
import { useSaveForm } from './queries';

/** Whether the form takes answers, said in a word beside the switch. */
export function OnOff({ form, readOnly }: { form: FormOut; readOnly: boolean }) {
  const { t } = useTranslation('edge/forms');
  const save = useSaveForm(form.id);
  return (
    <span className="flex items-center gap-2">
      <Badge tone={form.active ? 'positive' : 'neutral'}>{t(form.active ? 'on' : 'off')}</Badge>
      {!readOnly && (
        <Switch
          aria-label={t('takesAnswers', { name: form.name })}
          checked={form.active}
          onCheckedChange={(active) => save.mutate({ active })}
        />
      )}
    </span>
  );
}
