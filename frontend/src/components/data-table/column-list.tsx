import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { IconButton } from '@/ui/icon-button';
import { type Column, initialLayout, type Layout, toggle } from './layout';

type Props = { columns: readonly Column<never>[]; layout: Layout; onLayoutChange: (layout: Layout) => void };

/** Every column with its box and its place. */
export default function ColumnList({ columns, layout, onLayoutChange }: Props) {
  const { t } = useTranslation('components');
  const byId = new Map(columns.map((column) => [column.id, column]));
  const shift = (id: string, by: number) => {
    const order = layout.order.filter((each) => each !== id);
    order.splice(Math.max(0, layout.order.indexOf(id) + by), 0, id);
    onLayoutChange({ ...layout, order });
  };
  return (
    <>
      <ul className="-mx-1 max-h-80 overflow-y-auto">
        {layout.order.map((id, index) => {
          const column = byId.get(id);
          if (!column) return null;
          return (
            <li key={id} className="flex min-h-row items-center gap-2 rounded-md px-1 hover:bg-hover">
              {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control */}
              <label className="flex min-w-0 flex-1 items-center gap-2">
                <Checkbox
                  checked={!layout.hidden.includes(id)}
                  disabled={column.fixed}
                  onCheckedChange={() => onLayoutChange({ ...layout, hidden: toggle(layout.hidden, id) })}
                />
                <span className="truncate">{column.name}</span>
              </label>
              <IconButton
                size="sm"
                icon={ArrowUp}
                iconSize={14}
                label={`${column.name}: ${t('table.moveBack')}`}
                disabled={index === 0}
                onClick={() => shift(id, -1)}
              />
              <IconButton
                size="sm"
                icon={ArrowDown}
                iconSize={14}
                label={`${column.name}: ${t('table.moveForward')}`}
                disabled={index === layout.order.length - 1}
                onClick={() => shift(id, 1)}
              />
            </li>
          );
        })}
      </ul>
      <Button variant="link" className="mt-2" onClick={() => onLayoutChange(initialLayout(columns))}>
        {t('table.reset')}
      </Button>
    </>
  );
}
