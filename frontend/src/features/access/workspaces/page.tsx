import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { getWorkspaceOptions, getWorkspaceQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { updateWorkspace } from '@/api/gen/sdk.gen';
import type { WorkspaceOut } from '@/api/gen/types.gen';
import { zWorkspacePatch } from '@/api/gen/zod.gen';
import { meQuery } from '@/api/session';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { chosen, countries, currencies, locales, timeZones } from '@/components/regions';
import { FormField, FormProblem, type ServerForm, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { ColourPicker } from '@/ui/colour-picker';
import { Combobox, type Option } from '@/ui/combobox';
import { Input } from '@/ui/input';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { Logo } from './logo';

/** Name, look and place of the workspace. */
export function WorkspacePage() {
  const { t } = useTranslation(['access/workspaces', 'names']);
  const workspace = useQuery(getWorkspaceOptions());
  return (
    <Page title={t('names:access/workspaces.settings')} width="narrow">
      <PageHeader title={t('names:access/workspaces.settings')} text={t('text')} />
      {workspace.isPending && <SkeletonLines lines={9} className="mt-4" />}
      {workspace.error && <ProblemNotice error={workspace.error} retry={() => void workspace.refetch()} />}
      {workspace.data && (
        <div className="mt-4 flex flex-col gap-8">
          <Logo workspace={workspace.data} />
          <WorkspaceForm workspace={workspace.data} />
        </div>
      )}
    </Page>
  );
}

const colour = z.string().nullable();
const schema = zWorkspacePatch
  .pick({ name: true, locale: true, country: true, time_zone: true, currency: true, settle_seconds: true })
  .required()
  .extend({ colours: z.object({ accent: colour, sidebar: colour }) });
type Values = z.infer<typeof schema>;

function WorkspaceForm({ workspace }: { workspace: WorkspaceOut }) {
  const { t, i18n } = useTranslation(['access/workspaces', 'components']);
  const client = useQueryClient();
  const language = i18n.resolvedLanguage ?? 'en';
  const { name, locale, country, time_zone, currency, colours, settle_seconds } = workspace;
  const form = useServerForm<Values>({
    schema,
    defaultValues: { name, locale, country, time_zone, currency, colours, settle_seconds },
    onSubmit: async (values, changed) => {
      const { data } = await updateWorkspace({ body: changed, throwOnError: true });
      client.setQueryData(getWorkspaceQueryKey(), data);
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      form.form.reset(values);
      notify({ title: t('saved'), tone: 'positive' });
    },
  });
  const lists = useMemo(
    () => ({
      locale: locales(language),
      country: countries(language),
      time_zone: timeZones(),
      currency: currencies(language),
    }),
    [language],
  );
  const { isDirty } = form.form.formState;
  return (
    <form onSubmit={form.submit} noValidate className="flex flex-col gap-5">
      <FormField in={form} name="name" label={t('name')}>
        {(field) => <Input {...field} maxLength={200} className="max-w-md" />}
      </FormField>
      <p className="text-muted text-sm">{t('plan', { name: t(`plans.${workspace.plan}`) })}</p>
      <div className="grid gap-5 sm:grid-cols-2">
        {(['locale', 'country', 'time_zone', 'currency'] as const).map((each) => (
          <Choice key={each} in={form} name={each} items={lists[each]} />
        ))}
      </div>
      <div className="grid gap-5 border-t pt-5 sm:grid-cols-2">
        {(['accent', 'sidebar'] as const).map((part) => (
          <ColourField key={part} in={form} part={part} />
        ))}
      </div>
      <div className="border-t pt-5">
        <FormField in={form} name="settle_seconds" label={t('settle_seconds')} description={t('settle_seconds_hint')}>
          {({ value, onChange, ...field }) => (
            <Input
              {...field}
              type="number"
              inputMode="numeric"
              min={0}
              max={300}
              value={Number.isNaN(value) ? '' : value}
              onChange={(event) => onChange(event.target.valueAsNumber)}
              className="max-w-28"
            />
          )}
        </FormField>
      </div>
      <FormProblem in={form} />
      <div className="flex gap-2 border-t pt-4">
        <Button type="submit" variant="primary" busy={form.busy} disabled={!isDirty}>
          {t('components:save')}
        </Button>
        {isDirty && (
          <Button variant="quiet" onClick={() => form.form.reset()}>
            {t('discard')}
          </Button>
        )}
      </div>
    </form>
  );
}

type ChoiceProps = {
  in: ServerForm<Values>;
  name: 'locale' | 'country' | 'time_zone' | 'currency';
  items: readonly Option[];
};
function Choice({ in: form, name, items }: ChoiceProps) {
  const { t } = useTranslation('access/workspaces');
  return (
    <FormField in={form} name={name} label={t(`${name}`)} description={t(`${name}_hint`)}>
      {(field) => (
        <Combobox
          items={items}
          value={chosen(items, field.value)}
          onValueChange={(option) => option && field.onChange(option.id)}
        />
      )}
    </FormField>
  );
}

function ColourField({ in: form, part }: { in: ServerForm<Values>; part: 'accent' | 'sidebar' }) {
  const { t } = useTranslation('access/workspaces');
  const label = t(`${part}`);
  return (
    <FormField
      in={form}
      name={`colours.${part}`}
      label={label}
      description={t(`${part}_hint`)}
      aside={
        form.form.watch(`colours.${part}`) !== null && (
          <Button
            variant="link"
            size="sm"
            onClick={() => form.form.setValue(`colours.${part}`, null, { shouldDirty: true })}
          >
            {t('standard')}
          </Button>
        )
      }
    >
      {(field) => <ColourPicker label={label} value={field.value} onValueChange={field.onChange} />}
    </FormField>
  );
}
