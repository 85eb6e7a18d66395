import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createEmailTemplate, updateEmailTemplate } from '@/api/gen/sdk.gen';
import type { EmailTemplateIn, EmailTemplateOut } from '@/api/gen/types.gen';
import { zEmailTemplateIn } from '@/api/gen/zod.gen';
import { versionOf } from '@/api/runtime';
import { LeaveGuard } from '@/components/leave-guard';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { usePathWords } from '@/features/engage/placeholders/shared/use-path-words';
import { asProblem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { Input } from '@/ui/input';
import { notify } from '@/ui/toast/manager';
import { Preview } from './preview';
import { templatesChanged, usePlaceholders } from './queries';
import { TextField } from './text-field';

type Props = { template?: EmailTemplateOut; readOnly: boolean; onMade: (id: string) => void };

const addressOf = (template: EmailTemplateOut) => `/api/v1/email-templates/${template.id}`;

/** Name, subject and text, and beside them the e-mail that they make. */
export function Editor({ template, readOnly, onMade }: Props) {
  const { t } = useTranslation('engage/email-templates');
  const client = useQueryClient();
  const { paths, fields } = usePlaceholders();
  const called = usePathWords(fields);
  const [version, setVersion] = useState(() => template && versionOf(addressOf(template)));
  const form = useServerForm<EmailTemplateIn>({
    schema: zEmailTemplateIn,
    defaultValues: { name: template?.name ?? '', subject: template?.subject ?? '', body: template?.body ?? '' },
    onSubmit: async (values, changed) => {
      const saved = template ? await change(template, changed) : await make(values);
      form.form.reset({ name: saved.name, subject: saved.subject, body: saved.body });
      setVersion(versionOf(addressOf(saved)));
      await templatesChanged(client);
      notify({ title: t('saved', { name: saved.name }), tone: 'positive' });
      if (!template) onMade(saved.id);
    },
  });
  const make = async (body: EmailTemplateIn) => (await createEmailTemplate({ body, throwOnError: true })).data;
  const change = async ({ id }: EmailTemplateOut, body: Partial<EmailTemplateIn>) => {
    const headers = version ? { 'If-Match': version } : {};
    try {
      return (await updateEmailTemplate({ path: { template_id: id }, body, headers, throwOnError: true })).data;
    } catch (thrown) {
      throw asProblem(thrown).status === 412 ? { status: 412, code: 'stale', detail: t('stale') } : thrown;
    }
  };
  const { subject, body } = form.form.watch();
  const text = { form, paths, called, readOnly };
  return (
    <div className="grid gap-6 pb-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <form onSubmit={form.submit} noValidate className="flex min-w-0 flex-col gap-4">
        <FormField in={form} name="name" label={t('name')} description={t('nameHint')}>
          {(each) => <Input {...each} readOnly={readOnly} maxLength={200} autoComplete="off" />}
        </FormField>
        <TextField {...text} name="subject" />
        <TextField {...text} name="body" />
        <FormProblem in={form} />
        {!readOnly && (
          <Button
            type="submit"
            variant="primary"
            className="self-start"
            busy={form.busy}
            disabled={!form.form.formState.isDirty}
          >
            {t(template ? 'save' : 'create')}
          </Button>
        )}
      </form>
      <Preview subject={subject} body={body} called={called} />
      <LeaveGuard dirty={form.form.formState.isDirty && !form.busy} text={t('leaveText')} />
    </div>
  );
}
