import { ArrowLeft, CircleUser, Ellipsis, PanelRight, Pencil, UserCheck } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@/api/gen/types.gen';
import { InlineEdit } from '@/components/inline-edit';
import { useCommands } from '@/lib/commands';
import { lazily } from '@/lib/lazily';
import { PHONE, useMedia } from '@/lib/use-media';
import type { CustomerChange } from '@/sockets/record';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem, MenuRadios } from '@/ui/menu';
import { plainChange } from './changes';
import { Presence } from './presence';
import { StatusMenu } from './status-menu';
import { useConvert } from './use-convert';

const AvatarDialog = lazily(() => import('./avatar-dialog'));
export const AVAILABILITY = ['available', 'busy', 'away', 'do_not_disturb'] as const;

type Props = {
  overview: Overview;
  mayEdit: boolean;
  save: (change: CustomerChange) => void;
  toolsShown: boolean;
  onTools: () => void;
  /** Leads back to the list where only one panel has room. */
  onBack: () => void;
};

/** Who, at what stage, whose, and how to reach the tools. */
export function ProfileHeader({ overview, mayEdit, save, toolsShown, onTools, onBack }: Props) {
  const { t } = useTranslation(['records/customers/shared', 'records/custom-fields']);
  const phone = useMedia(PHONE);
  const { customer, capabilities } = overview;
  const [picture, setPicture] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const convert = useConvert(customer);
  const mayConvert = capabilities.some(({ key, allowed }) => key === 'convert' && allowed);
  const group = t('group');
  const saying = (label: string) => ({ label, saved: t('records/custom-fields:saved', { name: label }) });
  useCommands([
    ...(mayEdit
      ? [
          {
            id: 'customer.rename',
            label: t('profile.rename'),
            keys: 'e',
            group,
            icon: Pencil,
            run: () => frame.current?.querySelector('button')?.click(),
          },
        ]
      : []),
    ...(mayConvert
      ? [{ id: 'customer.convert', label: t('profile.convert'), group, icon: UserCheck, run: convert }]
      : []),
  ]);
  const face = (
    <Avatar
      id={customer.id}
      name={customer.name}
      src={customer.avatar_url}
      size="xl"
      square={customer.kind === 'company'}
    />
  );
  return (
    <header className="flex items-start gap-4 pt-4 pb-3 max-sm:gap-3">
      {phone && <IconButton icon={ArrowLeft} label={t('toList')} onClick={onBack} className="-ms-2 rtl:rotate-180" />}
      {mayEdit ? (
        <button
          type="button"
          aria-label={t('picture.change', { name: customer.name })}
          onClick={() => setPicture(true)}
          className="shrink-0 rounded-full hover:opacity-85"
        >
          {face}
        </button>
      ) : (
        face
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h1 className="sr-only">{customer.name}</h1>
        <div ref={frame} className="-ms-1.5 max-w-full">
          <InlineEdit
            label={t('contact.name')}
            value={customer.name}
            readOnly={!mayEdit}
            check={(name) => (name.trim() ? undefined : t('records/custom-fields:needed'))}
            onSave={(name) => save(plainChange(customer, 'name', name.trim(), saying(t('contact.name'))))}
          >
            <span className="block truncate font-semibold text-xl">{customer.name}</span>
          </InlineEdit>
        </div>
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={customer.lifecycle === 'customer' ? 'accent' : 'neutral'}>
            {t(`lifecycle.${customer.lifecycle === 'prospect' ? 'prospect' : 'customer'}`)}
          </Badge>
          <StatusMenu customer={customer} mayEdit={mayEdit} save={save} />
          {customer.availability && (
            <Badge tone={customer.availability === 'available' ? 'positive' : 'caution'}>
              {t(`availability.${customer.availability as (typeof AVAILABILITY)[number]}`)}
            </Badge>
          )}
          {customer.owner && (
            <span className="flex items-center gap-1.5 text-muted text-sm">
              <Avatar id={customer.owner.id} name={customer.owner.name} size="xs" />
              {customer.owner.name}
            </span>
          )}
          <Presence customerId={customer.id} />
        </div>
      </div>
      <div className="flex shrink-0 items-center">
        {mayEdit && (
          <Menu align="end" trigger={<IconButton icon={Ellipsis} label={t('profile.more')} />}>
            <MenuRadios
              label={t('availability.title')}
              value={customer.availability ?? ''}
              onValueChange={(next) =>
                save(plainChange(customer, 'availability', next || null, saying(t('availability.title'))))
              }
              items={[
                { value: '', label: t('availability.unknown') },
                ...AVAILABILITY.map((value) => ({ value, label: t(`availability.${value}`) })),
              ]}
            />
            <MenuItem icon={CircleUser} onClick={() => setPicture(true)}>
              {t('picture.menu')}
            </MenuItem>
            {mayConvert && (
              <MenuItem icon={UserCheck} onClick={convert}>
                {t('profile.convert')}
              </MenuItem>
            )}
          </Menu>
        )}
        <IconButton
          icon={PanelRight}
          label={t('tools.toggle')}
          shortcut="]"
          aria-pressed={toolsShown}
          onClick={onTools}
          className="rtl:-scale-x-100"
        />
      </div>
      <Suspense>{picture && <AvatarDialog customer={customer} onClose={() => setPicture(false)} />}</Suspense>
    </header>
  );
}
