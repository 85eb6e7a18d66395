import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { updateFolder } from '@/api/gen/sdk.gen';
import type { FolderOut } from '@/api/gen/types.gen';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';
import { Switch } from '@/ui/switch';
import { useFoldersChanged } from './actions';

const sections = [
  'profile',
  'tasks',
  'working_time',
  'checklists',
  'payments',
  'orders',
  'invoices',
  'calendar',
  'files',
  'recordings',
  'subscriptions',
  'workflow',
  'reservations',
  'related_customers',
  'communications',
  'insurance',
] as const;

/** Which parts of a profile customers of this folder show. */
export function FolderSections({ folder }: { folder: FolderOut }) {
  const { t } = useTranslation('records/folders/settings');
  const changed = useFoldersChanged();
  const save = useMutation({
    mutationFn: (body: Pick<FolderOut, 'sections'>) =>
      updateFolder({ path: { folder_id: folder.id }, body, throwOnError: true }),
    onSettled: changed,
  });
  const shown = save.isPending ? save.variables.sections : folder.sections;
  const all = shown === null;
  return (
    <div className="flex flex-col gap-4">
      <Field inline label={t('sections.all')} description={t('sections.allHint')}>
        <Switch checked={all} onCheckedChange={(on) => save.mutate({ sections: on ? null : [...sections] })} />
      </Field>
      {!all && (
        <fieldset className="grid gap-2.5 sm:grid-cols-2">
          <legend className="sr-only">{t('parts.sections')}</legend>
          {sections.map((section) => (
            <Field key={section} inline label={<span className="font-normal">{t(`sections.names.${section}`)}</span>}>
              <Checkbox
                checked={shown.includes(section)}
                onCheckedChange={(on) =>
                  save.mutate({
                    sections: sections.filter((each) => (each === section ? on : shown.includes(each))),
                  })
                }
              />
            </Field>
          ))}
        </fieldset>
      )}
    </div>
  );
}
