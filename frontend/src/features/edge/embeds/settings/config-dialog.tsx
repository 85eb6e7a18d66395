import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listEmbedConfigsQueryKey, listFormsOptions } from '@/api/gen/@tanstack/react-query.gen';
import { createEmbedConfig, updateEmbedConfig } from '@/api/gen/sdk.gen';
import type { EmbedConfigOut, EmbedTheme } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { asProblem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Select } from '@/ui/select';
import { Textarea } from '@/ui/textarea';
import { readOrigins } from '../origins';
import { ThemeEditor } from '../theme-editor';
import { scopesOf, WIDGETS, type Widget } from './scopes';

type Props = { config?: EmbedConfigOut; onClose: () => void };

/** Which widgets, on which sites, how they look. Scopes follow from the widgets. */
export default function ConfigDialog({ config, onClose }: Props) {
  const { t } = useTranslation('edge/embeds');
  const client = useQueryClient();
  const [name, setName] = useState(config?.name ?? '');
  const [origins, setOrigins] = useState(config?.allowed_origins.join('\n') ?? '');
  const [widgets, setWidgets] = useState<Widget[]>(config?.widgets ?? ['profile', 'credits']);
  const [formId, setFormId] = useState<string | null>(config?.form_id ?? null);
  const [theme, setTheme] = useState<EmbedTheme>(config?.theme ?? { radius: 10 });
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const forms = useQuery({ ...listFormsOptions({ query: { limit: 200 } }), enabled: widgets.includes('form') });
  const said = problem === undefined ? undefined : asProblem(problem);
  const at = (place: string) => said?.errors.find(({ pointer }) => pointer.startsWith(place))?.message;
  const toggle = (widget: Widget) =>
    setWidgets(widgets.includes(widget) ? widgets.filter((each) => each !== widget) : [...widgets, widget]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    const body = {
      name,
      allowed_origins: readOrigins(origins),
      widgets,
      scopes: scopesOf(widgets, config?.scopes),
      theme,
      form_id: widgets.includes('form') ? formId : null,
    };
    try {
      if (config) await updateEmbedConfig({ path: { config_id: config.id }, body, throwOnError: true });
      else await createEmbedConfig({ body, throwOnError: true });
      await client.invalidateQueries({ queryKey: listEmbedConfigsQueryKey() });
      onClose();
    } catch (thrown) {
      setProblem(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={config ? t('settings.editTitle', { name: config.name }) : t('settings.new')}
      description={t('settings.newText')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="embed-config" variant="primary" busy={busy}>
            {t(config ? 'settings.save' : 'settings.create')}
          </Button>
        </>
      }
    >
      <form id="embed-config" onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
        <Field label={t('settings.name')} error={at('/name')}>
          <Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium text-sm">{t('settings.widgets')}</legend>
          {WIDGETS.map((widget) => (
            <Field key={widget} inline label={t(`settings.widget.${widget}`)}>
              <Checkbox checked={widgets.includes(widget)} onCheckedChange={() => toggle(widget)} />
            </Field>
          ))}
          {at('/widgets') && (
            <p role="alert" className="text-danger-ink text-xs">
              {at('/widgets')}
            </p>
          )}
        </fieldset>
        {widgets.includes('form') && (
          <Field label={t('settings.form')} error={at('/form_id')}>
            <Select
              items={(forms.data?.items ?? []).map((form) => ({ value: form.id, label: form.name }))}
              value={formId}
              onValueChange={setFormId}
              placeholder={t('choose')}
            />
          </Field>
        )}
        <Field label={t('sites')} description={t('sitesHint')} error={at('/allowed_origins')} optional>
          <Textarea
            value={origins}
            rows={3}
            spellCheck={false}
            className="font-mono"
            onChange={(event) => setOrigins(event.target.value)}
          />
        </Field>
        <section aria-label={t('theme.title')} className="flex flex-col gap-3 border-t pt-4">
          <h3 className="font-medium text-sm">{t('theme.title')}</h3>
          <ThemeEditor theme={theme} onTheme={setTheme} />
        </section>
        {problem !== undefined && said?.errors.length === 0 && <ProblemNotice error={problem} />}
      </form>
    </Dialog>
  );
}
