import { Link } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Button } from '@/ui/button';
import { tabLook } from '@/ui/tab-look';

const InviteDialog = lazy(() => import('./invite-dialog'));

/** What members and invitations share: heading, the button that invites, and the way from one to the other. */
export function PeopleFrame({ place, children }: { place: 'members' | 'invitations'; children: ReactNode }) {
  const { t } = useTranslation('access/members');
  const [inviting, setInviting] = useState(false);
  const mayManage = useMay('members:manage');
  const look = (here: boolean) => ({
    className: tabLook,
    'data-active': here ? '' : undefined,
    activeOptions: { exact: true },
  });
  return (
    <Page title={t(place)} width="wide" className="max-w-5xl">
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          mayManage && (
            <Button variant="primary" onClick={() => setInviting(true)}>
              <UserPlus size={16} aria-hidden />
              {t('invite.action')}
            </Button>
          )
        }
      />
      {mayManage && (
        <nav aria-label={t('title')} className="flex gap-1 border-b">
          <Link to="/settings/members" {...look(place === 'members')}>
            {t('members')}
          </Link>
          <Link to="/settings/members/invitations" {...look(place === 'invitations')}>
            {t('invitations')}
          </Link>
        </nav>
      )}
      {children}
      <Suspense>{inviting && <InviteDialog onClose={() => setInviting(false)} />}</Suspense>
    </Page>
  );
}
