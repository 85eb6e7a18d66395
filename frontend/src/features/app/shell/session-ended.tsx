import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { leave } from '@/api/session';
import { forgetHint } from '@/lib/storage';
import { Button } from '@/ui/button';
import { backdrop } from '@/ui/floating';

/** Nothing behind it can be saved any more, but it can still be read and copied until one goes on. */
export default function SessionEnded() {
  const { t } = useTranslation('app/shell');
  const client = useQueryClient();
  const navigate = useNavigate();
  const here = useRouterState({ select: (state) => state.location.href });
  const signIn = async () => {
    forgetHint(); // or the sign-in page would ask the server who is there
    await navigate({ to: '/login', search: { next: here } });
    leave(client);
  };
  return (
    <Base.Root open>
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup className="fixed inset-x-4 inset-y-0 z-50 m-auto flex h-fit flex-col gap-4 rounded-lg border bg-surface p-5 shadow-float outline-none sm:w-96">
          <div>
            <Base.Title className="font-semibold text-lg">{t('ended.title')}</Base.Title>
            <Base.Description className="mt-1.5 text-muted text-sm">{t('ended.text')}</Base.Description>
          </div>
          <Button variant="primary" className="self-end" onClick={() => void signIn()}>
            {t('ended.action')}
          </Button>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
