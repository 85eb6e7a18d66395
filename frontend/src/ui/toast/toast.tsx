import { Toast as Base } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import { getI18n, useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { Button } from '../button';
import { connect, type Notice } from './manager';

const manager = Base.createToastManager();

const faces = {
  info: { icon: Info, look: 'text-muted' },
  positive: { icon: CircleCheck, look: 'text-positive-ink' },
  danger: { icon: CircleAlert, look: 'text-danger-ink' },
};

function add({ title, description, tone = 'info', undo, action, id }: Notice): void {
  const button = undo ? { label: getI18n().t('undo', { ns: 'ui' }), run: undo } : action;
  const key = manager.add({
    id,
    title,
    description,
    type: tone,
    timeout: tone === 'danger' ? 12_000 : 8_000,
    priority: tone === 'danger' ? 'high' : 'low',
    actionProps: button && {
      children: String(button.label),
      onClick: () => {
        manager.close(key);
        button.run();
      },
    },
  });
}

/** Where notices appear; F6 moves the focus here. `ToastHost` fetches it. */
export default function Toaster() {
  useEffect(() => connect(add), []);
  return (
    <Base.Provider toastManager={manager} timeout={8_000} limit={4}>
      <Base.Portal>
        <Viewport />
      </Base.Portal>
    </Base.Provider>
  );
}

function Viewport() {
  const { t } = useTranslation('ui');
  const { toasts: shown } = Base.useToastManager();
  return (
    <Base.Viewport
      aria-label={t('notifications')}
      className="fixed inset-x-3 bottom-3 z-[60] mx-auto flex w-auto max-w-104 flex-col gap-2 sm:start-auto sm:end-4 sm:bottom-4 sm:mx-0 sm:w-104"
    >
      {shown.map((toast) => {
        const { icon: Icon, look } = faces[(toast.type as keyof typeof faces) ?? 'info'] ?? faces.info;
        return (
          <Base.Root
            key={toast.id}
            toast={toast}
            swipeDirection={['down', 'right']}
            className="rounded-lg border bg-surface text-sm shadow-float transition-[opacity,translate] data-ending-style:translate-y-2 data-limited:hidden data-starting-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <Base.Content className="flex items-start gap-2.5 py-2 ps-3 pe-2">
              <Icon size={16} aria-hidden className={cn('mt-1.5 shrink-0', look)} />
              <div className="min-w-0 flex-1 py-1">
                <Base.Title className="font-medium" />
                <Base.Description className="text-muted" />
              </div>
              <Base.Action render={<Button variant="quiet" size="sm" className="text-accent-ink" />} />
              <Base.Close
                aria-label={t('close')}
                render={
                  <Button variant="icon" size="sm">
                    <X size={14} aria-hidden />
                  </Button>
                }
              />
            </Base.Content>
          </Base.Root>
        );
      })}
    </Base.Viewport>
  );
}
