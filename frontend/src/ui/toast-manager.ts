import { Toast } from '@base-ui/react/toast';
import { getI18n } from 'react-i18next';

export const toasts = Toast.createToastManager();

type Notice = {
  /** One plain sentence. */
  title: string;
  description?: string;
  tone?: 'info' | 'positive' | 'danger';
  /** Takes the thing back; offered for 8 seconds. */
  undo?: () => void;
  /** Another action than undo. */
  action?: { label: string; run: () => void };
  /** A second notice with the same id replaces the first. */
  id?: string;
};

/** Says something that needs no answer. Errors are read out at once, the rest when the reader pauses. */
export function notify({ title, description, tone = 'info', undo, action, id }: Notice): void {
  const button = undo ? { label: String(getI18n().t('ui:undo')), run: undo } : action;
  const key = toasts.add({
    id,
    title,
    description,
    type: tone,
    timeout: tone === 'danger' ? 12_000 : 8_000,
    priority: tone === 'danger' ? 'high' : 'low',
    actionProps: button && {
      children: button.label,
      onClick: () => {
        toasts.close(key);
        button.run();
      },
    },
  });
}
