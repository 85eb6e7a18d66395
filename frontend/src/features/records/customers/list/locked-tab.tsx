import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { UnmetList } from '@/components/problem';
import type { Problem } from '@/lib/problem';

/** The prospects tab of a workspace whose plan does not include it. */
export function LockedTab({ unmet }: { unmet: Problem['unmet'] }) {
  const { t } = useTranslation('records/customers');
  return (
    <EmptyState
      icon={Lock}
      title={t('tabs.lockedTitle')}
      text={t('tabs.lockedText')}
      actions={<UnmetList unmet={unmet} />}
      className="my-auto"
    />
  );
}
