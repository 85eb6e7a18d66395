import { useTranslation } from 'react-i18next';
import type { CustomFieldOut, FormOut } from '@/api/gen/types.gen';
import { useOwnLabel } from './question-row';
import type { Question } from './questions';

/** How a visitor sees the form, as it is typed. Nothing in it can be used. */
export function Preview({ form, fields }: { form: FormOut; fields: readonly CustomFieldOut[] }) {
  const { t } = useTranslation('edge/forms');
  return (
    <section aria-label={t('build.preview')} className="lg:sticky lg:top-4 lg:self-start">
      <h2 className="pb-1 font-medium text-muted text-xs">{t('build.preview')}</h2>
      <div inert className="flex flex-col gap-4 rounded-lg border bg-canvas p-5">
        <div>
          <p className="font-semibold text-xl">{form.title || form.name}</p>
          {form.description && <p className="mt-1 whitespace-pre-line text-sm">{form.description}</p>}
        </div>
        {form.fields.map((question) => (
          <Face key={question.key} question={question} field={fields.find(({ id }) => id === question.field_id)} />
        ))}
        <span className="flex h-10 items-center self-start rounded-md bg-accent px-4 font-medium text-on-accent text-sm">
          {form.submit_label || t('build.send')}
        </span>
      </div>
    </section>
  );
}

const boxLook = 'rounded-md border border-line-strong bg-surface';

function Face({ question, field }: { question: Question; field: CustomFieldOut | undefined }) {
  const { t } = useTranslation('edge/forms');
  const ownLabel = useOwnLabel()(question, field);
  const label = question.label || ownLabel;
  const help = question.help || field?.help;
  const optional = !question.required && (
    <span className="ms-1.5 font-normal text-muted text-xs">{t('build.optional')}</span>
  );
  const tick = question.kind === 'consent' || field?.type === 'checkbox';
  return (
    <div className="flex flex-col gap-1 text-sm">
      {tick ? (
        <p className="flex items-start gap-2">
          <span className={`mt-0.5 size-4 shrink-0 rounded-sm ${boxLook}`} />
          <span className="whitespace-pre-line">
            {question.kind === 'consent' ? question.consent_text : label}
            {optional}
          </span>
        </p>
      ) : (
        <>
          <p className="font-medium">
            {label}
            {optional}
          </p>
          <Box question={question} field={field} />
        </>
      )}
      {help && <p className="text-muted text-xs">{help}</p>}
    </div>
  );
}

function Box({ question, field }: { question: Question; field: CustomFieldOut | undefined }) {
  const { t } = useTranslation('edge/forms');
  if (field?.type === 'multi_select')
    return field.options.map(({ key, label }) => (
      <span key={key} className="flex items-center gap-2">
        <span className={`size-4 rounded-sm ${boxLook}`} />
        {label}
      </span>
    ));
  const long = question.property === 'message' || field?.type === 'long_text';
  return (
    <span className={`block px-3 py-2 text-muted ${boxLook} ${long ? 'h-20' : 'h-10'}`}>
      {field?.type === 'select' ? t('build.choose') : ''}
    </span>
  );
}
