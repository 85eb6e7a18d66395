import type { TFunction } from 'i18next';
import type { FieldError } from 'react-hook-form';

/** What zod says, in the reader's language. The server's own sentences and those given to `refine` stay as they are. */
export function messageOf(error: Pick<FieldError, 'type' | 'message'>, t: TFunction<'components'>): string {
  const text = error.message ?? '';
  const count = Number(/(\d+(\.\d+)?)/.exec(text)?.[1] ?? Number.NaN);
  const letters = /character|string/.test(text);
  switch (error.type) {
    case 'too_small':
      if (letters && count <= 1) return t('form.required');
      return t(letters ? 'form.tooShort' : 'form.tooSmall', { count });
    case 'too_big':
      return t(letters ? 'form.tooLong' : 'form.tooLarge', { count });
    case 'invalid_value':
      return t('form.choose');
    case 'invalid_type':
      return /undefined|null/.test(text) ? t('form.required') : t('form.invalid');
    case 'invalid_format':
      return /email/i.test(text) ? t('form.email') : /url/i.test(text) ? t('form.url') : t('form.invalid');
    default:
      return text || t('form.invalid');
  }
}
