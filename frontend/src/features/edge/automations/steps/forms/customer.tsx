import { useTranslation } from 'react-i18next';
import { usePlace } from '@/api/session';
import { FieldInput } from '@/features/records/custom-fields/shared/input';
import { fromDraft, toDraft } from '@/features/records/custom-fields/shared/values';
import { Combobox } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { Segmented } from '@/ui/segmented';
import { Switch } from '@/ui/switch';
import { useBuilder } from '../../editor/builder';
import { ManyPicker, OnePicker } from '../../editor/pickers';
import { TemplateField } from '../../editor/template-field';
import { ValueEditor } from '../../editor/value-editor';
import { pathInfo } from '../../shared/names';
import type { StepFormProps } from '../form';

const OWN = ['name', 'location', 'language', 'time_zone', 'availability', 'source', 'lifecycle'] as const;

export function FieldForm({ step, config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  const { names, words } = useBuilder();
  const items = [
    ...OWN.map((id) => ({ id: id as string, name: words.path(`customer.${id}`) })),
    ...names.fields.map(({ key, label }) => ({ id: `custom_fields.${key}`, name: label })),
  ];
  return (
    <>
      <Field label={t('forms.field')} error={error('field')}>
        <Combobox
          items={items}
          value={items.find(({ id }) => id === config.field) ?? null}
          onValueChange={(option) => option && set({ field: option.id, value: null })}
        />
      </Field>
      <NewValue key={String(config.field)} step={step} config={config} set={set} error={error} />
    </>
  );
}

/** Edited as the field is, or as a text with placeholders. */
function NewValue({ step, config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  const { names } = useBuilder();
  const place = usePlace();
  const key = /^custom_fields\.(.+)$/.exec(String(config.field))?.[1];
  const field = names.fields.find((each) => each.key === key);
  const template = typeof config.value === 'string' && config.value.includes('{{');
  const own = !template && field && !['text', 'long_text', 'member', 'customer'].includes(field.type) ? field : null;
  const info = pathInfo(names.catalogue, `customer.${config.field}`);
  if (own)
    return (
      <div className="flex flex-col gap-1">
        <FieldInput
          field={own}
          label={t('forms.value')}
          value={toDraft(own.type, config.value, place)}
          onChange={(typed) => {
            const read = fromDraft(own.type, own.type === 'checkbox' ? String(typed) : typed, place);
            const value = 'value' in read ? read.value : typed;
            set({ value: own.type === 'checkbox' ? value === 'true' : value });
          }}
        />
        <Wrong message={error('value')} />
      </div>
    );
  if (info.options.length > 0 || info.refers_to === 'member' || info.refers_to === 'customer')
    return (
      <Field label={t('forms.value')} error={error('value')}>
        <ValueEditor
          label={t('forms.value')}
          info={info}
          op="eq"
          value={config.value}
          onChange={(value) => set({ value })}
        />
      </Field>
    );
  return (
    <TemplateField
      label={t('forms.value')}
      description={t('forms.valueHint')}
      error={error('value')}
      stepId={step.id}
      value={config.value}
      onChange={(text) => set({ value: text || null })}
    />
  );
}

const Wrong = ({ message }: { message: string | undefined }) =>
  message ? (
    <p role="alert" className="text-danger-ink text-xs">
      {message}
    </p>
  ) : null;

export function StatusForm({ config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  return (
    <Field label={t('forms.status')} description={t('forms.statusHint')} error={error('status_id')}>
      <OnePicker thing="status" value={config.status_id} onChange={(status_id) => set({ status_id })} />
    </Field>
  );
}

export function FolderForm({ config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  return (
    <>
      <Field label={t('forms.folder')} error={error('folder_id')}>
        <OnePicker
          thing="folder"
          value={config.folder_id}
          placeholder={t('forms.noFolder')}
          onChange={(folder_id) => set({ folder_id, status_id: null })}
        />
      </Field>
      {typeof config.folder_id === 'string' && (
        <Field label={t('forms.status')} error={error('status_id')} optional>
          <OnePicker
            thing="status"
            value={config.status_id}
            placeholder={t('forms.sameStatus')}
            onChange={(status_id) => set({ status_id })}
          />
        </Field>
      )}
    </>
  );
}

export function TagsForm({ config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  return (
    <>
      <Field label={t('forms.tags')} error={error('tag_ids')}>
        <ManyPicker thing="tag" value={config.tag_ids} onChange={(tag_ids) => set({ tag_ids })} />
      </Field>
      <Field label={t('forms.groups')} description={t('forms.groupsHint')} error={error('group_ids')} optional>
        <ManyPicker thing="group" value={config.group_ids} onChange={(group_ids) => set({ group_ids })} />
      </Field>
    </>
  );
}

const WAYS = ['fixed', 'round_robin', 'least_busy'] as const;
type Way = (typeof WAYS)[number];

export function AssignForm({ config, set, error }: StepFormProps) {
  const { t } = useTranslation('edge/automations');
  return (
    <>
      <Segmented
        label={t('forms.choose')}
        className="h-auto flex-wrap"
        items={WAYS.map((value) => ({ value, label: t(`forms.ways.${value}`) }))}
        value={(config.choose as Way) ?? 'fixed'}
        onValueChange={(choose) => set({ choose })}
      />
      <Field label={t('forms.members')} error={error('member_ids')}>
        <ManyPicker thing="member" value={config.member_ids} onChange={(member_ids) => set({ member_ids })} />
      </Field>
      <Field label={t('forms.asOwner')} inline>
        <Switch checked={config.as_owner === true} onCheckedChange={(as_owner) => set({ as_owner })} />
      </Field>
    </>
  );
}
