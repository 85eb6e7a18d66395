import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepFormProps } from '@/sockets/steps';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { IconButton } from '@/ui/icon-button';
import { Input } from '@/ui/input';
import { PasswordInput } from '@/ui/password-input';
import { Select } from '@/ui/select';
import { numbered } from '../../editor/numbered';
import { TemplateField } from '../../editor/template-field';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

export function WebhookForm({ step, config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  return (
    <>
      <Field label={t('forms.method')} error={error('method')}>
        <Select
          className="w-32"
          items={METHODS.map((value) => ({ value, label: value }))}
          value={(config.method as Method) ?? 'POST'}
          onValueChange={(method) => set({ method })}
        />
      </Field>
      <TemplateField
        label={t('forms.url')}
        description={t('forms.urlHint')}
        error={error('url')}
        stepId={step.id}
        value={config.url}
        onChange={(url) => set({ url })}
        maxLength={2000}
        placeholder="https://"
      />
      <JsonField
        label={t('forms.json')}
        description={t('forms.jsonHint')}
        value={config.body}
        error={error('body')}
        onChange={(body) => set({ body })}
        stepId={step.id}
      />
      <Headers
        title={t('forms.headers')}
        value={config.headers}
        onChange={(headers) => set({ headers })}
        error={error('headers')}
      />
      <Headers
        title={t('forms.secretHeaders')}
        hint={t('forms.secretHint')}
        value={config.secret_headers}
        onChange={(secret_headers) => set({ secret_headers })}
        error={error('secret_headers')}
        secret
      />
    </>
  );
}

type JsonProps = {
  label: string;
  description?: string;
  value: unknown;
  error?: string;
  onChange: (value: unknown) => void;
  stepId: string;
};

/** JSON as text; what is no JSON is said here and not sent. */
export function JsonField({ label, description, value, error, onChange, stepId }: JsonProps) {
  const { t } = useTranslation('edge/automations');
  const [text, setText] = useState(value === undefined || value === null ? '' : JSON.stringify(value, null, 2));
  const [wrong, setWrong] = useState(false);
  const type = (typed: string) => {
    setText(typed);
    try {
      onChange(typed.trim() ? JSON.parse(typed) : null);
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return (
    <TemplateField
      label={label}
      description={description}
      error={wrong ? t('forms.noJson') : error}
      stepId={stepId}
      value={text}
      onChange={type}
      optional
      rows
    />
  );
}

type HeadersProps = {
  title: string;
  hint?: string;
  value: unknown;
  onChange: (headers: Record<string, string | null>) => void;
  error?: string;
  secret?: boolean;
};

/** Names and values. A secret one is never shown again: null keeps what the server has. */
function Headers({ title, hint, value, onChange, error, secret = false }: HeadersProps) {
  const { t } = useTranslation('edge/automations');
  const [rows, setRows] = useState(() => Object.entries((value ?? {}) as Record<string, string | null>));
  const put = (next: [string, string | null][]) => {
    setRows(next);
    onChange(Object.fromEntries(next.filter(([name]) => name.trim())));
  };
  const Value = secret ? PasswordInput : Input;
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 font-medium text-sm">{title}</legend>
      {hint && <p className="text-muted text-xs">{hint}</p>}
      {numbered(rows).map(({ item: [name, content], index, key }) => {
        const change = (row: [string, string | null]) => put(rows.map((each, at) => (at === index ? row : each)));
        return (
          <div key={key} className="flex items-center gap-1.5">
            <Input
              aria-label={t('forms.headerName')}
              className="min-w-0 flex-1"
              value={name}
              onChange={({ target }) => change([target.value, content])}
            />
            <span className="min-w-0 flex-1">
              <Value
                aria-label={t('forms.headerValue', { name })}
                autoComplete="off"
                placeholder={secret && content === null ? t('forms.kept') : undefined}
                value={content ?? ''}
                onChange={({ target }: { target: { value: string } }) => change([name, target.value])}
              />
            </span>
            <IconButton
              size="sm"
              icon={Trash2}
              label={t('forms.removeHeader', { name })}
              onClick={() => put(rows.filter((_, at) => at !== index))}
            />
          </div>
        );
      })}
      {error && (
        <p role="alert" className="text-danger-ink text-xs">
          {error}
        </p>
      )}
      <Button size="sm" className="self-start" onClick={() => put([...rows, ['', '']])}>
        <Plus size={14} aria-hidden />
        {t('forms.addHeader')}
      </Button>
    </fieldset>
  );
}
