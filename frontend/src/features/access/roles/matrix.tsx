import { Check, Copy, Ellipsis, Minus, Pencil, Trash2 } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoleOut } from '@/api/gen/types.gen';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import type { RoleAction } from './page';
import type { PermissionGroup } from './shared/permissions';

type Props = {
  roles: readonly RoleOut[];
  groups: readonly PermissionGroup[];
  /** Absent for those who may only read. */
  onAction?: (action: RoleAction) => void;
};

/** Permissions down, roles across; the first column and the heads stay in view. */
export function RoleMatrix({ roles, groups, onAction }: Props) {
  const { t } = useTranslation('access/roles');
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      aria-label={t('matrix')}
      className="mt-3 max-h-[calc(100dvh-9rem)] overflow-auto border-y"
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky start-0 top-0 z-20 min-w-36 border-b bg-canvas py-2 pe-3 text-start font-medium text-muted text-xs"
            >
              {t('permission')}
            </th>
            {roles.map((role) => (
              <th key={role.id} scope="col" className="sticky top-0 z-10 min-w-32 border-b bg-canvas px-2 py-2">
                <RoleHead role={role} onAction={onAction} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Fragment key={group.name}>
              <tr>
                <th
                  scope="colgroup"
                  colSpan={roles.length + 1}
                  className="bg-sunken px-0 text-start font-medium text-muted text-xs"
                >
                  <span className="sticky start-0 inline-block px-2 py-1.5">{group.label}</span>
                </th>
              </tr>
              {group.permissions.map(({ key, label, description }) => (
                <tr key={key}>
                  <th
                    scope="row"
                    title={description}
                    className="sticky start-0 z-10 border-b bg-canvas px-2 py-1.5 text-start font-normal"
                  >
                    {label}
                  </th>
                  {roles.map((role) => (
                    <td key={role.id} className="border-b text-center">
                      {role.permissions.includes(key) ? (
                        <Check size={16} aria-label={t('allowed')} className="mx-auto text-positive-ink" />
                      ) : (
                        <Minus size={16} aria-label={t('refused')} className="mx-auto text-line-strong" />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RoleHead({ role, onAction }: { role: RoleOut; onAction?: Props['onAction'] }) {
  const { t } = useTranslation(['access/roles', 'components']);
  const own = role.system_key === null;
  return (
    <div className="flex items-center justify-center gap-1">
      <span className="flex min-w-0 flex-col items-center">
        <span className="max-w-40 truncate font-medium" title={role.description || undefined}>
          {role.name}
        </span>
        <span className="whitespace-nowrap font-normal text-muted text-xs">
          {t('members', { count: role.members })} · {t(own ? 'custom' : 'builtIn')}
        </span>
      </span>
      {onAction && (
        <Menu
          align="end"
          trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name: role.name })} />}
        >
          <MenuItem
            icon={Pencil}
            disabled={!own}
            hint={own ? undefined : t('fixed')}
            onClick={() => onAction({ kind: 'edit', role })}
          >
            {t('edit')}
          </MenuItem>
          <MenuItem icon={Copy} onClick={() => onAction({ kind: 'copy', role })}>
            {t('copy')}
          </MenuItem>
          <MenuRule />
          <MenuItem
            icon={Trash2}
            danger
            disabled={!own}
            hint={own ? undefined : t('fixed')}
            onClick={() => onAction({ kind: 'delete', role })}
          >
            {t('components:delete')}
          </MenuItem>
        </Menu>
      )}
    </div>
  );
}
