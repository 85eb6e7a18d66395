import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allFields } from '@/api/catalogues';
import type { ColumnOut, CustomFieldOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { NativeSelect } from '@/ui/native-select';
import {
  ATRIUM_ID,
  CONTACT_TARGETS,
  EMAIL_LABELS,
  externalId,
  NAME_TARGETS,
  newField,
  PHONE_LABELS,
  PLACE_TARGETS,
  parseTarget,
  SKIP,
  schemeOf,
  WORK_TARGETS,
} from './targets';

type Group = 'name' | 'contact' | 'fields' | 'work' | 'place';
type NameOf = (target: string) => string;

/** What a target is called. */
export function useTargetNames(columns: readonly Pick<ColumnOut, 'heading'>[]): NameOf {
  const { t } = useTranslation('records/transfers/imports');
  const mayRead = useMay('custom_fields:read');
  const fields = useQuery({ ...allFields(), enabled: mayRead });
  return (target) => {
    const { kind, argument, fieldType } = parseTarget(target);
    const plain = t(`targets.${kind as 'name'}`);
    if (kind === 'field') return fields.data?.find(({ key }) => key === argument)?.label ?? argument;
    if (kind === 'new_field') return t('newFieldOf', { label: argument, type: t(`fieldTypes.${fieldType as 'text'}`) });
    if (kind === 'location_part') return t(`targets.parts.${argument as 'street'}`);
    if (kind === 'external_id') return argument === 'atrium' ? t('targets.atriumId') : t('idOf', { system: argument });
    if (kind === 'email_label' || kind === 'phone_label')
      return t('labelsOf', { heading: columns[Number(argument)]?.heading ?? '' });
    if (!argument) return plain;
    const labels = t('labels', { returnObjects: true }) as Record<string, string>;
    return `${plain} (${labels[argument] ?? argument})`;
  };
}

type Props = {
  columns: readonly ColumnOut[];
  mapping: readonly string[];
  index: number;
  onChange: (target: string) => void;
  nameOf: NameOf;
  invalid?: boolean;
  describedBy?: string;
};

/** Chooses what a column becomes; a list that is long, plain and sorted into groups. */
export function TargetSelect({ columns, mapping, index, onChange, nameOf, invalid, describedBy }: Props) {
  const { t } = useTranslation('records/transfers/imports');
  const [mayNote, mayTag, mayMake] = [useMay('notes:write'), useMay('tags:write'), useMay('custom_fields:manage')];
  const mayRead = useMay('custom_fields:read');
  const fields = useQuery({ ...allFields(), enabled: mayRead });
  const target = mapping[index] ?? SKIP;
  const { kind } = parseTarget(target);
  const { heading = '', suggested = SKIP } = columns[index] ?? {};
  const own = (wanted: string) => [target, suggested].filter((each) => parseTarget(each).kind === wanted);
  const contact = CONTACT_TARGETS.flatMap((base) => [
    base,
    ...(base === 'email' ? EMAIL_LABELS : PHONE_LABELS).map((label) => `${base}:${label}`),
    ...own(base),
  ]);
  const labels = mapping.flatMap((each, at) => {
    const { kind: other } = parseTarget(each);
    return at !== index && (other === 'email' || other === 'phone') ? [`${other}_label:${at}`] : [];
  });
  const usable = (fields.data ?? []).filter((field: CustomFieldOut) => field.editable && !field.archived_at);
  const refused = { note: !mayNote, tags: !mayTag } as Record<string, boolean>;
  const groups: [Group, string[]][] = [
    ['name', [...NAME_TARGETS]],
    ['contact', [...new Set([...contact, ...labels])]],
    ['fields', [...new Set([...usable.map(({ key }) => `field:${key}`), ...own('field')])]],
    ['work', [...WORK_TARGETS]],
    ['place', [...PLACE_TARGETS]],
  ];
  /** Those of which a part is typed beside the list. */
  const special: Record<string, string> = {
    external_id:
      parseTarget(suggested).kind === 'external_id' && suggested !== ATRIUM_ID
        ? suggested
        : externalId(schemeOf(heading)),
    new_field: parseTarget(suggested).kind === 'new_field' ? suggested : newField('text', heading),
  };
  return (
    <NativeSelect
      value={special[kind] && target !== ATRIUM_ID ? kind : target}
      aria-label={t('columns.becomes', { heading })}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onChange={({ target: { value } }) => onChange(special[value] ?? value)}
    >
      <option value={SKIP}>{t('targets.skip')}</option>
      {groups.map(
        ([group, targets]) =>
          targets.length > 0 && (
            <optgroup key={group} label={t(`groups.${group}`)}>
              {targets.map((each) => (
                <option key={each} value={each} disabled={refused[each]}>
                  {refused[each] ? t('columns.refused', { name: nameOf(each) }) : nameOf(each)}
                </option>
              ))}
            </optgroup>
          ),
      )}
      <optgroup label={t('groups.more')}>
        <option value={ATRIUM_ID}>{nameOf(ATRIUM_ID)}</option>
        <option value="external_id">{t('targets.external_id')}</option>
        <option value="new_field" disabled={!mayMake}>
          {mayMake ? t('targets.new_field') : t('columns.refused', { name: t('targets.new_field') })}
        </option>
      </optgroup>
    </NativeSelect>
  );
}
