import { useTranslation } from 'react-i18next';
import { Badge } from '@/ui/badge';
import { Switch } from '@/ui/switch';
import { useSwitch } from './queries';

type Props = { automation: { id: string; name: string; enabled: boolean }; readOnly: boolean };

/** Whether it runs, said in a word beside the switch. */
export function OnOff({ automation: { id, name, enabled }, readOnly }: Props) {
  const { t } = useTranslation('edge/automations');
  const { mutate } = useSwitch(id);
  return (
    <span className="flex items-center gap-2">
      <Badge tone={enabled ? 'positive' : 'neutral'}>{t(enabled ? 'on' : 'off')}</Badge>
      {!readOnly && (
        <Switch aria-label={t('runs.switch', { name })} checked={enabled} onCheckedChange={(next) => mutate(next)} />
      )}
    </span>
  );
}
