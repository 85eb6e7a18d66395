import type { ReactElement, ReactNode } from 'react';
import { deferred, useDeferredTrigger } from '../deferred';
import type { CheckProps, ItemProps, MenuProps, RadiosProps } from './parts';

const menu = deferred(() => import('./parts'));
const need = () => {
  if (!menu.parts) throw new Error('The parts of a menu belong inside <Menu>.');
  return menu.parts;
};

/** Actions behind a button. What it is made of is fetched when the pointer or the focus comes near. */
export function Menu(props: MenuProps) {
  const { plain, openAtOnce } = useDeferredTrigger(menu, props, 'menu');
  if (plain || !menu.parts) return plain;
  return <menu.parts.Menu {...props} defaultOpen={openAtOnce} />;
}

export function MenuItem(props: ItemProps & { onClick: () => void }) {
  const { MenuItem: Part } = need();
  return <Part {...props} />;
}

/** `render` is the link element, e.g. `<Link to="/account" />`. */
export function MenuLink(props: ItemProps & { render: ReactElement }) {
  const { MenuLink: Part } = need();
  return <Part {...props} />;
}

export function MenuCheck(props: CheckProps) {
  const { MenuCheck: Part } = need();
  return <Part {...props} />;
}

export function MenuRadios<T extends string>(props: RadiosProps<T>) {
  const { MenuRadios: Part } = need();
  return <Part {...props} />;
}

export function MenuGroup(props: { label: string; children: ReactNode }) {
  const { MenuGroup: Part } = need();
  return <Part {...props} />;
}

export function MenuRule() {
  const { MenuRule: Part } = need();
  return <Part />;
}

export function SubMenu(props: { label: string; icon?: ItemProps['icon']; children: ReactNode }) {
  const { SubMenu: Part } = need();
  return <Part {...props} />;
}
