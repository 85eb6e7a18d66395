import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { PasswordForm } from './password-form';
import { Picture } from './picture';
import { ProfileForm } from './profile-form';
import { TotpGroup } from './totp/group';

/** What belongs to the person, whatever workspace they are in. */
export function AccountPage({ notifications, sessions }: { notifications: ReactNode; sessions: ReactNode }) {
  const { t } = useTranslation('access/accounts');
  return (
    <Page title={t('title')} width="narrow" className="max-w-4xl">
      <PageHeader title={t('title')} className="pt-4 pb-6" />
      <ProfileForm />
      <Picture />
      <PasswordForm />
      <TotpGroup />
      {notifications}
      {sessions}
    </Page>
  );
}
