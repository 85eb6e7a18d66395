import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmailTemplateIn } from '@/api/gen/types.gen';
import { FormField, type ServerForm } from '@/components/server-form';
import { PlaceholderMenu } from '@/features/engage/placeholders/shared/menu';
import { Input } from '@/ui/input';
import { Textarea } from '@/ui/textarea';

type Control = HTMLInputElement | HTMLTextAreaElement;
type Props = {
  form: ServerForm<EmailTemplateIn>;
  name: 'subject' | 'body';
  paths: readonly { path: string }[];
  /** What a path is called. */
  called: (path: string) => string;
  readOnly: boolean;
};

/** A text of the template; the menu puts in what differs from customer to customer. */
export function TextField({ form, name, paths, called, readOnly }: Props) {
  const { t } = useTranslation('engage/email-templates');
  const control = useRef<Control>(null);
  const item = ({ path }: { path: string }) => ({ id: path, name: called(path) });
  const groups = [
    { label: t('customer'), items: paths.filter(({ path }) => path.startsWith('customer.')).map(item) },
    { label: t('others'), items: paths.filter(({ path }) => !path.startsWith('customer.')).map(item) },
  ];
  const put = (text: string) => form.form.setValue(name, text, { shouldDirty: true, shouldValidate: true });
  return (
    <FormField
      in={form}
      name={name}
      label={t(name)}
      description={name === 'body' ? t('bodyHint') : undefined}
      aside={!readOnly && <PlaceholderMenu label={t(name)} groups={groups} control={control} onChange={put} />}
    >
      {({ ref, ...field }) => {
        const both = (element: Control | null) => {
          ref(element);
          (control as RefObject<Control | null>).current = element;
        };
        return name === 'body' ? (
          <Textarea {...field} ref={both} readOnly={readOnly} maxLength={20_000} className="min-h-60" />
        ) : (
          <Input {...field} ref={both} readOnly={readOnly} maxLength={200} autoComplete="off" />
        );
      }}
    </FormField>
  );
}
