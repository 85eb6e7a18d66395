import { useTranslation } from 'react-i18next';
import { SettingsGroup } from '@/components/settings-group';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { Segmented } from '@/ui/segmented';
import { bestMatch, matchChoices, matchOf } from '../draft';
import { WizardFrame } from '../frame';
import { NewCustomers } from '../options-new';
import { ImportTags } from '../options-tags';
import { ATRIUM_ID, parseTarget } from '../targets';
import type { StepProps } from '../wizard';

const MODES = ['both', 'create', 'update'] as const;
const LETTERS = 65;

/** Every region by its code, named in the reader's language; an empty list where the browser knows none. */
function regions(language: string | undefined): [string, string][] {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(LETTERS + at));
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  return codes
    .flatMap((code): [string, string][] => {
      const name = names.of(code);
      return name && !['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ', 'QO'].includes(code) ? [[code, name]] : [];
    })
    .sort(([, a], [, b]) => a.localeCompare(b, language));
}

/** How rows find their customers, and what new customers get that their row does not say. */
export default function OptionsStep({ file, draft, change, mapping }: StepProps) {
  const { t, i18n } = useTranslation('records/transfers/imports');
  const match = matchOf(draft, mapping);
  const nameOf = (choice: string) => {
    if (choice === 'email') return t('options.byEmail');
    if (choice === 'row') return t('options.byRow');
    return choice === ATRIUM_ID ? t('targets.atriumId') : t('idOf', { system: parseTarget(choice).argument });
  };
  return (
    <WizardFrame step="options" name={file.file_name} importId={file.id}>
      <div className="[&>section:first-child]:border-t-0">
        <SettingsGroup title={t('options.match.title')} text={t('options.match.text')}>
          <div className="flex max-w-lg flex-col gap-4">
            <Field
              label={t('options.match.label')}
              description={match === 'none' ? undefined : t('options.match.hint')}
            >
              <NativeSelect value={match ?? ''} onChange={(event) => change({ matchBy: event.target.value || null })}>
                <option value="">{t('options.automatic', { name: nameOf(bestMatch(mapping)) })}</option>
                {matchChoices(mapping).map((choice) => (
                  <option key={choice} value={choice}>
                    {nameOf(choice)}
                  </option>
                ))}
                <option value="none">{t('options.byNone')}</option>
              </NativeSelect>
            </Field>
            <div className="flex flex-col gap-1">
              <p className="font-medium text-sm" id="mode">
                {t('options.mode.label')}
              </p>
              <Segmented
                label={t('options.mode.label')}
                className="h-auto min-h-control flex-wrap"
                value={draft.mode}
                onValueChange={(mode) => change({ mode })}
                items={MODES.map((value) => ({ value, label: t(`options.mode.${value}`) }))}
              />
              <p className="text-muted text-xs">{t(`options.mode.hints.${draft.mode}`)}</p>
            </div>
          </div>
        </SettingsGroup>
        <SettingsGroup title={t('options.new.title')} text={t('options.new.text')}>
          <NewCustomers draft={draft} change={change} />
        </SettingsGroup>
        <SettingsGroup title={t('options.tags.title')} text={t('options.tags.text')}>
          <ImportTags draft={draft} change={change} fileName={file.file_name} mapsTags={mapping.includes('tags')} />
        </SettingsGroup>
        <SettingsGroup title={t('options.values.title')} text={t('options.values.text')}>
          <div className="grid max-w-lg gap-4 sm:grid-cols-2">
            <Field label={t('options.values.dates')}>
              <NativeSelect
                value={draft.dateOrder ?? ''}
                onChange={(event) => change({ dateOrder: (event.target.value || null) as typeof draft.dateOrder })}
              >
                <option value="">{t('options.values.byValues')}</option>
                <option value="dmy">{t('options.values.dmy')}</option>
                <option value="mdy">{t('options.values.mdy')}</option>
              </NativeSelect>
            </Field>
            <Field label={t('options.values.decimal')}>
              <NativeSelect
                value={draft.decimal ?? ''}
                onChange={(event) => change({ decimal: (event.target.value || null) as typeof draft.decimal })}
              >
                <option value="">{t('options.values.byValues')}</option>
                <option value="point">{t('options.values.point')}</option>
                <option value="comma">{t('options.values.comma')}</option>
              </NativeSelect>
            </Field>
            <Field label={t('options.values.country')}>
              <NativeSelect
                value={draft.country ?? ''}
                onChange={(event) => change({ country: event.target.value || null })}
              >
                <option value="">{t('options.values.ownCountry')}</option>
                {regions(i18n.resolvedLanguage).map(([code, name]) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            </Field>
            <Field label={t('options.source')} optional>
              <Input
                value={draft.source}
                maxLength={100}
                onChange={(event) => change({ source: event.target.value })}
              />
            </Field>
          </div>
        </SettingsGroup>
      </div>
    </WizardFrame>
  );
}
