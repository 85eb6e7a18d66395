import { useTranslation } from 'react-i18next';
import type { FormOut } from '@/api/gen/types.gen';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Textarea } from '@/ui/textarea';

export type Texts = Pick<FormOut, 'title' | 'description' | 'submit_label'>;
type Props = {
  form: FormOut;
  readOnly: boolean;
  onTyping: (part: Partial<Texts>) => void;
  onSave: (part: Partial<Texts>) => void;
};

/** What stands around the questions. Saved when the field is left. */
export function TextsEditor({ form, readOnly, onTyping, onSave }: Props) {
  const { t } = useTranslation('edge/forms');
  return (
    <section aria-label={t('build.texts')} className="flex flex-col gap-4">
      <Field label={t('build.title')} optional disabled={readOnly}>
        <Input
          value={form.title}
          maxLength={200}
          placeholder={form.name}
          onChange={(event) => onTyping({ title: event.target.value })}
          onBlur={(event) => onSave({ title: event.target.value.trim() })}
        />
      </Field>
      <Field label={t('build.description')} optional disabled={readOnly}>
        <Textarea
          value={form.description}
          maxLength={5000}
          rows={2}
          onChange={(event) => onTyping({ description: event.target.value })}
          onBlur={(event) => onSave({ description: event.target.value })}
        />
      </Field>
      <Field label={t('build.submitLabel')} optional disabled={readOnly}>
        <Input
          value={form.submit_label}
          maxLength={60}
          placeholder={t('build.send')}
          onChange={(event) => onTyping({ submit_label: event.target.value })}
          onBlur={(event) => onSave({ submit_label: event.target.value.trim() })}
        />
      </Field>
    </section>
  );
}
