import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { Input } from './input';

/** The palette offered for folders, statuses and tags; the server takes any `#rrggbb`. */
export const swatches = [
  '#64748b',
  '#ef4444',
  '#f97316',
  '#f59e0b',
  '#84cc16',
  '#10b981',
  '#14b8a6',
  '#0ea5e9',
  '#3b82f6',
  '#6366f1',
  '#8b5cf6',
  '#d946ef',
  '#ec4899',
] as const;

const HEX = /^#[0-9a-f]{6}$/;

type Props = { value: string | null; onValueChange: (colour: string) => void; label?: string; className?: string };

/** Swatches, or a code typed in. Only a valid code is given on. */
export function ColourPicker({ value, onValueChange, label, className }: Props) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);
  const type = (text: string) => {
    setTyped(text);
    const code = (text.startsWith('#') ? text : `#${text}`).toLowerCase();
    if (HEX.test(code)) onValueChange(code);
  };
  const wrong = typed !== '' && !HEX.test((typed.startsWith('#') ? typed : `#${typed}`).toLowerCase());
  return (
    <div className={cn('flex flex-col gap-2', className)}>
      <RadioGroup
        aria-label={label ?? t('colour')}
        value={value ?? ''}
        onValueChange={(next) => onValueChange(String(next))}
        className="flex flex-wrap gap-1"
      >
        {swatches.map((swatch) => (
          <Radio.Root
            key={swatch}
            value={swatch}
            aria-label={swatch}
            className="flex size-6 cursor-pointer items-center justify-center rounded-full text-surface"
            style={{ backgroundColor: swatch }}
          >
            <Radio.Indicator>
              <Check size={14} strokeWidth={3} aria-hidden />
            </Radio.Indicator>
          </Radio.Root>
        ))}
      </RadioGroup>
      <Input
        value={typed}
        onChange={(event) => type(event.target.value)}
        onBlur={() => wrong && setTyped(value ?? '')}
        aria-label={t('hex')}
        aria-invalid={wrong || undefined}
        placeholder="#2563eb"
        spellCheck={false}
        maxLength={7}
        className="w-28 font-mono"
      />
    </div>
  );
}
