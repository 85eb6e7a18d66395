import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Input } from '@/ui/input';
import { type HeaderLine, newLine } from './headers';

/** Names and values of further headers; a saved value is not shown, only replaced. */
export function HeaderLines({ value, onChange }: { value: HeaderLine[]; onChange: (next: HeaderLine[]) => void }) {
  const { t } = useTranslation('edge/webhooks');
  const change = (key: number, part: Partial<HeaderLine>) =>
    onChange(value.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <div className="flex flex-col gap-2">
      {value.map(({ key, name, value: text, kept }, index) => (
        <div key={key} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-2">
          <Input
            aria-label={t('form.headerName', { number: index + 1 })}
            value={name}
            readOnly={kept}
            placeholder="X-Token"
            maxLength={100}
            spellCheck={false}
            onChange={(event) => change(key, { name: event.target.value })}
          />
          <Input
            aria-label={t('form.headerValue', { number: index + 1 })}
            value={text}
            placeholder={kept ? t('form.unchanged') : undefined}
            maxLength={2000}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => change(key, { value: event.target.value })}
          />
          <IconButton
            icon={X}
            label={t('form.removeHeader', { number: index + 1 })}
            onClick={() => onChange(value.filter((line) => line.key !== key))}
          />
        </div>
      ))}
      <Button className="w-fit" onClick={() => onChange([...value, newLine()])}>
        <Plus size={16} aria-hidden />
        {t('form.addHeader')}
      </Button>
    </div>
  );
}
