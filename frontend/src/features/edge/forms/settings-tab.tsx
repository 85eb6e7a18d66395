import { useTranslation } from 'react-i18next';
import type { FormOut, FormPatch } from '@/api/gen/types.gen';
import { SettingsGroup } from '@/components/settings-group';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { AfterwardsSettings } from './afterwards-settings';
import { PlaceSettings } from './place-settings';
import { useSaveForm } from './queries';

export type SettingsProps = { form: FormOut; readOnly: boolean; onSave: (part: FormPatch) => void };

/** What becomes of the answers. Everything takes effect at once. */
export default function SettingsTab({ form, readOnly }: { form: FormOut; readOnly: boolean }) {
  const save = useSaveForm(form.id);
  const props: SettingsProps = { form, readOnly, onSave: (part) => save.mutate(part) };
  return (
    <fieldset disabled={readOnly} className="min-w-0 [&>section:first-child]:border-t-0">
      <PlaceSettings {...props} />
      <Duplicates {...props} />
      <AfterwardsSettings key={form.updated_at} {...props} />
    </fieldset>
  );
}

const ways = ['update', 'new', 'ignore'] as const;
const marks = ['email', 'phone'] as const;

function Duplicates({ form, readOnly, onSave }: SettingsProps) {
  const { t } = useTranslation('edge/forms');
  const turned = (mark: (typeof marks)[number], on: boolean) =>
    marks.filter((each) => (each === mark ? on : form.match_by.includes(each)));
  return (
    <SettingsGroup title={t('duplicates.title')} text={t('duplicates.text')}>
      <div className="flex flex-col gap-4">
        <Field label={t('duplicates.what')} disabled={readOnly}>
          <Select
            items={ways.map((value) => ({
              value,
              label: t(`duplicates.${value}`),
              hint: t(`duplicates.${value}Hint`),
            }))}
            value={form.on_duplicate}
            onValueChange={(on_duplicate) => onSave({ on_duplicate })}
          />
        </Field>
        {form.on_duplicate !== 'new' && (
          <fieldset className="flex flex-col gap-2">
            <legend className="pb-1 font-medium text-sm">{t('duplicates.by')}</legend>
            {marks.map((mark) => (
              <Field key={mark} label={t(`properties.${mark}`)} inline disabled={readOnly}>
                <Checkbox
                  checked={form.match_by.includes(mark)}
                  onCheckedChange={(on) => onSave({ match_by: turned(mark, on) })}
                />
              </Field>
            ))}
          </fieldset>
        )}
      </div>
    </SettingsGroup>
  );
}
