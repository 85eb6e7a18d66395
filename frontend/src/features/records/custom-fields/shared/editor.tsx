import { useTranslation } from 'react-i18next';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import type { EditorProps } from '@/components/inline-edit';
import { MemberPicker } from '@/features/access/members/shared/member-picker';
import { CustomerPicker } from '@/features/records/overview/shared/customer-picker';
import { MultiCombobox, type Option } from '@/ui/combobox';
import { DatePicker } from '@/ui/date-picker';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { ADDRESS_PARTS, type Address, type Draft } from './values';

type Props = { field: Pick<CustomFieldOut, 'type' | 'options'>; editing: EditorProps<Draft> };

/** The input of a field's type, where plain text will not do. */
export function FieldEditor({ field, editing }: Props) {
  const { t } = useTranslation('records/custom-fields');
  const { value, onChange, onCommit, label } = editing;
  switch (field.type) {
    case 'date':
      return (
        <DatePicker
          aria-label={label}
          value={String(value) || null}
          onValueChange={(day) => onCommit(day ?? '')}
          clearable
        />
      );
    case 'date_time':
    case 'follow_up':
      return (
        <Input
          type="datetime-local"
          aria-label={label}
          autoFocus
          value={String(value)}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'select':
      return (
        <NativeSelect
          aria-label={label}
          autoFocus
          value={String(value)}
          onChange={(event) => onCommit(event.target.value)}
        >
          <option value="">{t('nothing')}</option>
          {field.options.map(({ key, label: text }) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </NativeSelect>
      );
    case 'multi_select': {
      const items: Option[] = field.options.map((option) => ({
        id: option.key,
        name: option.label,
        colour: option.colour ?? null,
      }));
      const chosen = Array.isArray(value) ? value : [];
      return (
        <MultiCombobox
          aria-label={label}
          items={items}
          value={items.filter(({ id }) => chosen.includes(id))}
          onValueChange={(next) => onChange(next.map(({ id }) => id))}
        />
      );
    }
    case 'member':
      return <MemberPicker label={label} onPick={(id) => onCommit(id ?? '')} />;
    case 'customer':
      return <CustomerPicker label={label} onPick={(option) => onCommit(option?.id ?? '')} />;
    case 'address':
      return <AddressEditor value={value as Address} onChange={onChange} />;
    default:
      return null;
  }
}

function AddressEditor({ value, onChange }: { value: Address; onChange: (value: Address) => void }) {
  const { t } = useTranslation('records/custom-fields');
  return (
    <div className="grid grid-cols-2 gap-1.5">
      {ADDRESS_PARTS.map((part) => (
        <Input
          key={part}
          aria-label={t(`address.${part}`)}
          placeholder={t(`address.${part}`)}
          autoFocus={part === 'street'}
          value={value[part] ?? ''}
          onChange={(event) => onChange({ ...value, [part]: event.target.value })}
          className={part === 'street' ? 'col-span-2' : undefined}
        />
      ))}
    </div>
  );
}
