import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SettingsGroup } from '@/components/settings-group';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Textarea } from '@/ui/textarea';
import type { SettingsProps } from './settings-tab';

/** What the visitor sees when the answers are there. Saved when the field is left. */
export function AfterwardsSettings({ form, readOnly, onSave }: SettingsProps) {
  const { t } = useTranslation('edge/forms');
  const [thanks, setThanks] = useState(form.thank_you);
  const [url, setUrl] = useState(form.redirect_url ?? '');
  const good = url.trim() === '' || (URL.canParse(url.trim()) && url.trim().startsWith('https://'));
  return (
    <SettingsGroup title={t('afterwards.title')} text={t('afterwards.text')}>
      <div className="flex flex-col gap-4">
        <Field label={t('afterwards.thanks')} optional disabled={readOnly}>
          <Textarea
            value={thanks}
            maxLength={5000}
            placeholder={t('afterwards.thanksPlaceholder')}
            onChange={(event) => setThanks(event.target.value)}
            onBlur={() => thanks !== form.thank_you && onSave({ thank_you: thanks })}
          />
        </Field>
        <Field
          label={t('afterwards.redirect')}
          description={t('afterwards.redirectHint')}
          error={good ? undefined : t('afterwards.redirectWrong')}
          optional
          disabled={readOnly}
        >
          <Input
            type="url"
            value={url}
            maxLength={2000}
            placeholder="https://"
            onChange={(event) => setUrl(event.target.value)}
            onBlur={() =>
              good && url.trim() !== (form.redirect_url ?? '') && onSave({ redirect_url: url.trim() || null })
            }
          />
        </Field>
      </div>
    </SettingsGroup>
  );
}
