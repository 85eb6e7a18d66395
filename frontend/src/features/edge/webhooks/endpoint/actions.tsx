import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis, History, KeyRound, Pencil, Power, PowerOff, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { disableWebhookEndpointMutation, enableWebhookEndpointMutation } from '@/api/gen/@tanstack/react-query.gen';
import { deleteWebhookEndpoint } from '@/api/gen/sdk.gen';
import type { WebhookEndpointOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { Confirm } from '@/components/confirm';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem } from '@/ui/menu';
import { notify } from '@/ui/toast/manager';
import { endpointsChanged, logChanged } from '../queries';

export type DialogName = 'edit' | 'test' | 'rotate' | 'replay';

/** Switches an endpoint on or off, with what follows on the page. */
export function useSwitch(endpoint: WebhookEndpointOut) {
  const { t } = useTranslation('edge/webhooks');
  const client = useQueryClient();
  const path = { endpoint_id: endpoint.id };
  const changed = () => Promise.all([endpointsChanged(client), logChanged(client, endpoint.id)]);
  const enable = useMutation({ ...enableWebhookEndpointMutation(), onSettled: changed });
  const disable = useMutation({ ...disableWebhookEndpointMutation(), onSettled: changed });
  const switchOn = () =>
    enable.mutate({ path }, { onSuccess: () => notify({ title: t('enabledNow'), tone: 'positive' }) });
  const switchOff = () =>
    disable.mutate({ path }, { onSuccess: () => notify({ title: t('disabledNow'), undo: switchOn }) });
  return { switchOn, switchOff, busy: enable.isPending || disable.isPending };
}

/** What can be done with an endpoint, for those who may. */
export function EndpointActions({
  endpoint,
  onOpen,
}: {
  endpoint: WebhookEndpointOut;
  onOpen: (name: DialogName) => void;
}) {
  const { t } = useTranslation('edge/webhooks');
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayWrite = useMay('webhooks:write');
  const [deleting, setDeleting] = useState(false);
  const { switchOn, switchOff } = useSwitch(endpoint);
  if (!mayWrite) return null;
  const enabled = endpoint.state === 'enabled';
  return (
    <>
      <Button onClick={() => onOpen('test')}>
        <Send size={16} aria-hidden />
        {t('test.action')}
      </Button>
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label={t('actionsOf', { name: endpoint.description || endpoint.url })} />}
      >
        <MenuItem icon={Pencil} onClick={() => onOpen('edit')}>
          {t('edit')}
        </MenuItem>
        <MenuItem icon={KeyRound} onClick={() => onOpen('rotate')}>
          {t('rotate.action')}
        </MenuItem>
        {enabled && (
          <MenuItem icon={History} onClick={() => onOpen('replay')}>
            {t('replay.action')}
          </MenuItem>
        )}
        <MenuItem icon={enabled ? PowerOff : Power} onClick={enabled ? switchOff : switchOn}>
          {t(enabled ? 'disable' : 'enable')}
        </MenuItem>
        <MenuItem icon={Trash2} danger onClick={() => setDeleting(true)}>
          {t('delete')}
        </MenuItem>
      </Menu>
      {deleting && (
        <Confirm
          open
          onOpenChange={setDeleting}
          danger
          title={t('deleteTitle')}
          text={t('deleteText')}
          confirmLabel={t('delete')}
          onConfirm={async () => {
            await deleteWebhookEndpoint({ path: { endpoint_id: endpoint.id }, throwOnError: true });
            notify({ title: t('deleted') });
            await navigate({ to: '/settings/webhooks' });
            await endpointsChanged(client);
          }}
        />
      )}
    </>
  );
}
