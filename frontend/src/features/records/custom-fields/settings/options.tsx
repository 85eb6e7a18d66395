import { Ellipsis, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ServerForm } from '@/components/server-form';
import { MoveItems, SortRow } from '@/components/sort-row';
import { inOrder, putAt, putBeside } from '@/lib/order';
import { Button } from '@/ui/button';
import { Dot } from '@/ui/chip';
import { ColourPicker, swatches } from '@/ui/colour-picker';
import { IconButton } from '@/ui/icon-button';
import { Input } from '@/ui/input';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { Popover } from '@/ui/popover';
import type { FieldValues } from './form';

type OptionValue = FieldValues['options'][number];

/** What one can choose: names, colours, order. */
export function FieldOptions({ form }: { form: ServerForm<FieldValues> }) {
  const { t } = useTranslation('records/custom-fields/settings');
  const options = form.form.watch('options');
  const complaints = form.form.formState.errors.options;
  const ids = options.map(({ id }) => id);
  const set = (next: OptionValue[]) =>
    form.form.setValue('options', next, { shouldDirty: true, shouldValidate: form.form.formState.isSubmitted });
  const sort = (order: string[]) => set(inOrder(options, order));
  const change = (id: string, part: Partial<OptionValue>) =>
    set(options.map((option) => (option.id === id ? { ...option, ...part } : option)));
  const add = () =>
    set([
      ...options,
      {
        id: crypto.randomUUID(),
        key: null,
        label: '',
        colour: swatches[options.length % swatches.length] ?? swatches[0],
      },
    ]);
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium text-sm">{t('options.title')}</legend>
      {options.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {options.map((option, index) => {
            const name = option.label || t('options.number', { number: index + 1 });
            const wrong = complaints?.[index]?.label;
            return (
              <SortRow
                key={option.id}
                kind="option"
                id={option.id}
                className="min-h-0 flex-wrap"
                onDrop={(source, place) => place !== 'inside' && sort(putBeside(ids, source, option.id, place))}
              >
                <Popover
                  title={t('colourOf', { name })}
                  trigger={
                    <Button variant="icon" size="sm" aria-label={t('colourOf', { name })}>
                      <Dot colour={option.colour} className="size-3" />
                    </Button>
                  }
                >
                  <ColourPicker value={option.colour} onValueChange={(colour) => change(option.id, { colour })} />
                </Popover>
                <span className="min-w-0 flex-1">
                  <Input
                    aria-label={t('options.number', { number: index + 1 })}
                    aria-invalid={!!wrong || undefined}
                    value={option.label}
                    maxLength={200}
                    onChange={(event) => change(option.id, { label: event.target.value })}
                  />
                </span>
                <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name })} />}>
                  <MoveItems index={index} count={ids.length} onMove={(to) => sort(putAt(ids, option.id, to))} />
                  <MenuRule />
                  <MenuItem icon={Trash2} danger onClick={() => set(options.filter(({ id }) => id !== option.id))}>
                    {t('options.remove')}
                  </MenuItem>
                </Menu>
                {wrong && (
                  <p role="alert" className="w-full ps-14 text-danger-ink text-xs">
                    {wrong.type === 'server' ? wrong.message : t('nameNeeded')}
                  </p>
                )}
              </SortRow>
            );
          })}
        </ul>
      )}
      {complaints?.message && (
        <p role="alert" className="text-danger-ink text-xs">
          {complaints.message}
        </p>
      )}
      <Button className="self-start" onClick={add}>
        <Plus size={16} aria-hidden />
        {t('options.add')}
      </Button>
    </fieldset>
  );
}
