import { useTranslation } from 'react-i18next';
import type { EmbedTheme } from '@/api/gen/types.gen';
import { Button } from '@/ui/button';
import { ColourPicker } from '@/ui/colour-picker';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Segmented } from '@/ui/segmented';

const colours = { accent: 'accent', background: 'background', surface: 'surface', text: 'textColour' } as const;
const names = Object.keys(colours) as (keyof typeof colours)[];
type Props = { theme: EmbedTheme; onTheme: (theme: EmbedTheme) => void; readOnly?: boolean };

/** How widgets look. What is not chosen follows the visitor's light or dark. */
export function ThemeEditor({ theme, onTheme, readOnly }: Props) {
  const { t } = useTranslation('edge/embeds');
  const set = (change: Partial<EmbedTheme>) => onTheme({ ...theme, ...change });
  return (
    <fieldset disabled={readOnly} className="flex flex-col gap-4">
      <Segmented
        label={t('theme.mode')}
        value={theme.mode ?? 'auto'}
        onValueChange={(mode) => set({ mode })}
        items={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`theme.modes.${value}`) }))}
      />
      <Segmented
        label={t('theme.density')}
        value={theme.density ?? 'comfortable'}
        onValueChange={(density) => set({ density })}
        items={(['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`theme.densities.${value}`) }))}
      />
      {names.map((name) => (
        <div key={name} className="flex flex-col gap-1">
          <span className="flex items-center gap-2 font-medium text-sm">
            {t(`theme.${colours[name]}`)}
            {theme[name] && (
              <Button variant="link" onClick={() => set({ [name]: null })}>
                {t('theme.clear', { name: t(`theme.${colours[name]}`) })}
              </Button>
            )}
          </span>
          <ColourPicker
            label={t(`theme.${colours[name]}`)}
            value={theme[name] ?? null}
            onValueChange={(colour) => set({ [name]: colour })}
          />
        </div>
      ))}
      <Field label={t('theme.radius')}>
        <Input
          type="number"
          min={0}
          max={32}
          value={theme.radius}
          onChange={({ target }) => set({ radius: Math.max(0, Math.min(32, Math.round(target.valueAsNumber || 0))) })}
          className="w-24"
        />
      </Field>
    </fieldset>
  );
}
