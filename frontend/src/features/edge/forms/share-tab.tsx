import { ExternalLink, Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormOut } from '@/api/gen/types.gen';
import { SettingsGroup } from '@/components/settings-group';
import { Button, buttonLook } from '@/ui/button';
import { CodeBlock } from '@/ui/code-block';
import { Field } from '@/ui/field';
import { IconButton } from '@/ui/icon-button';
import { Input } from '@/ui/input';
import { useSaveForm } from './queries';
import { addressOf, frameSnippet, originOf, scriptSnippet } from './snippets';

/** The form's own page, the sites that may embed it, and what to paste there. */
export default function ShareTab({ form, readOnly }: { form: FormOut; readOnly: boolean }) {
  const { t } = useTranslation('edge/forms');
  const copy = { copyLabel: t('copy'), copiedLabel: t('copied') };
  return (
    <div className="[&>section:first-of-type]:border-t-0">
      {!form.active && (
        <p role="status" className="mb-4 rounded-md bg-caution-soft px-3 py-2 text-caution-ink text-sm">
          {t('share.isOff')}
        </p>
      )}
      <SettingsGroup
        title={t('share.page')}
        text={t('share.pageText')}
        actions={
          <a href={addressOf(form)} target="_blank" rel="noreferrer" className={buttonLook()}>
            <ExternalLink size={16} aria-hidden />
            {t('openPage')}
          </a>
        }
      >
        <CodeBlock label={t('share.link')} text={addressOf(form)} {...copy} />
      </SettingsGroup>
      <SettingsGroup title={t('share.sites')} text={t('share.sitesText')}>
        <Origins form={form} readOnly={readOnly} />
      </SettingsGroup>
      <SettingsGroup title={t('share.embed')} text={t('share.embedText')}>
        <div className="flex flex-col gap-4">
          {form.allowed_origins.length === 0 && <p className="text-muted text-sm">{t('share.siteFirst')}</p>}
          <CodeBlock label={t('share.script')} text={scriptSnippet(form)} {...copy} />
          <CodeBlock label={t('share.frame')} text={frameSnippet(form)} {...copy} />
        </div>
      </SettingsGroup>
    </div>
  );
}

function Origins({ form, readOnly }: { form: FormOut; readOnly: boolean }) {
  const { t } = useTranslation('edge/forms');
  const save = useSaveForm(form.id);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const origins = form.allowed_origins;
  const add = (event: FormEvent) => {
    event.preventDefault();
    const origin = originOf(text);
    if (!origin) return setWrong(t('share.siteWrong'));
    setText('');
    if (!origins.includes(origin)) save.mutate({ allowed_origins: [...origins, origin] });
  };
  return (
    <div className="flex flex-col gap-3">
      {origins.length > 0 && (
        <ul aria-label={t('share.sites')} className="divide-y border-y">
          {origins.map((origin) => (
            <li key={origin} className="flex min-h-10 items-center gap-2 text-sm">
              <code className="min-w-0 flex-1 truncate font-mono text-xs">{origin}</code>
              {!readOnly && (
                <IconButton
                  size="sm"
                  icon={X}
                  label={t('share.removeSite', { name: origin })}
                  onClick={() => save.mutate({ allowed_origins: origins.filter((each) => each !== origin) })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && (
        <form onSubmit={add} noValidate className="flex items-end gap-2">
          <Field label={t('share.site')} error={wrong || undefined} className="flex-1">
            <Input
              value={text}
              placeholder="https://shop.example"
              onChange={(event) => {
                setText(event.target.value);
                setWrong('');
              }}
            />
          </Field>
          <Button type="submit" className={wrong ? 'mb-5' : undefined}>
            <Plus size={16} aria-hidden />
            {t('share.addSite')}
          </Button>
        </form>
      )}
    </div>
  );
}
