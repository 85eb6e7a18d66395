import { ShieldCheck, ShieldOff } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import { SettingsGroup } from '@/components/settings-group';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';

const TotpSetup = lazy(() => import('./setup'));
const TotpEnd = lazy(() => import('./end'));

export function TotpGroup() {
  const { t } = useTranslation('access/accounts');
  const { totp_enabled: on } = useMe();
  const [open, setOpen] = useState<'begin' | 'end' | null>(null);
  return (
    <SettingsGroup title={t('totp.title')} text={t('totp.text')}>
      <div className="flex items-center gap-3">
        <Badge tone={on ? 'positive' : 'neutral'}>
          {on ? <ShieldCheck size={12} aria-hidden /> : <ShieldOff size={12} aria-hidden />}
          {t(on ? 'totp.on' : 'totp.off')}
        </Badge>
        <Button onClick={() => setOpen(on ? 'end' : 'begin')}>{t(on ? 'totp.end' : 'totp.begin')}</Button>
      </div>
      <Suspense>
        {open === 'begin' && <TotpSetup onClose={() => setOpen(null)} />}
        {open === 'end' && <TotpEnd onClose={() => setOpen(null)} />}
      </Suspense>
    </SettingsGroup>
  );
}
