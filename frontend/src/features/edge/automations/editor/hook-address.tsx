import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { makeAutomationHookMutation } from '@/api/gen/@tanstack/react-query.gen';
import type { AutomationOut } from '@/api/gen/types.gen';
import { useMay, usePlace } from '@/api/session';
import { RelativeTime } from '@/components/relative-time';
import { SettingsGroup } from '@/components/settings-group';
import { Button } from '@/ui/button';
import { CodeBlock } from '@/ui/code-block';
import { keyOf } from '../queries';

/** The secret address that starts it; shown only when it was just made. */
export function HookAddress({ automation }: { automation: AutomationOut }) {
  const { t } = useTranslation('edge/automations');
  const { timeZone } = usePlace();
  const may = useMay('automations:write');
  const client = useQueryClient();
  const make = useMutation({
    ...makeAutomationHookMutation(),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(automation.id) }),
  });
  const { hook_made_at } = automation;
  return (
    <SettingsGroup title={t('hook.address')} text={t('hook.addressText')}>
      <div className="flex flex-col items-start gap-3">
        {make.data ? (
          <div className="w-full">
            <CodeBlock
              text={make.data.url}
              label={t('hook.once')}
              copyLabel={t('hook.copy')}
              copiedLabel={t('hook.copied')}
            />
          </div>
        ) : (
          <p className="text-sm">
            {hook_made_at ? (
              <>
                {t('hook.made')} <RelativeTime at={hook_made_at} timeZone={timeZone} />
              </>
            ) : (
              t('hook.none')
            )}
          </p>
        )}
        {may && (
          <Button busy={make.isPending} onClick={() => make.mutate({ path: { automation_id: automation.id } })}>
            {t(hook_made_at ? 'hook.renew' : 'hook.make')}
          </Button>
        )}
      </div>
    </SettingsGroup>
  );
}
