import { Braces } from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Menu, MenuGroup, MenuItem } from '@/ui/menu';

export type PlaceholderGroup = { label: string; items: readonly { id: string; name: string }[] };
type Props = {
  /** What the text is called. */
  label: string;
  groups: readonly PlaceholderGroup[];
  control: RefObject<HTMLInputElement | HTMLTextAreaElement | null>;
  onChange: (text: string) => void;
};

/** Puts a `{{path}}` into a text, where the cursor is. */
export function PlaceholderMenu({ label, groups, control, onChange }: Props) {
  const { t } = useTranslation('engage/placeholders/shared');
  const insert = (id: string) => {
    const element = control.current;
    if (!element) return;
    const [start, end] = [element.selectionStart ?? element.value.length, element.selectionEnd ?? element.value.length];
    const put = `{{${id}}}`;
    onChange(element.value.slice(0, start) + put + element.value.slice(end));
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(start + put.length, start + put.length);
    });
  };
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={t('insertInto', { label })}
          className="flex items-center gap-1 rounded-sm px-1 text-accent-ink text-xs hover:underline"
        >
          <Braces size={12} aria-hidden />
          {t('insert')}
        </button>
      }
    >
      {groups.map(
        (group) =>
          group.items.length > 0 && (
            <MenuGroup key={group.label} label={group.label}>
              {group.items.map(({ id, name }) => (
                <MenuItem key={id} onClick={() => insert(id)}>
                  {name}
                </MenuItem>
              ))}
            </MenuGroup>
          ),
      )}
    </Menu>
  );
}
