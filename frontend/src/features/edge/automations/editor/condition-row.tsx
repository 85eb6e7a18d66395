import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Condition } from '@/api/gen/types.gen';
import { Combobox, type Option } from '@/ui/combobox';
import { IconButton } from '@/ui/icon-button';
import { Select } from '@/ui/select';
import { pathInfo } from '../shared/names';
import { useBuilder } from './builder';
import { usePaths } from './use-paths';
import { ValueEditor } from './value-editor';

type Props = {
  condition: Condition;
  stepId: string | null;
  /** Comes after an "or". */
  either: boolean;
  error: (field: string) => string | undefined;
  onChange: (condition: Condition, typing?: boolean) => void;
  onRemove: () => void;
};

type Op = Condition['op'];
const NO_VALUE: readonly Op[] = ['exists', 'missing', 'changed'];
const LISTS: readonly Op[] = ['in', 'not_in'];
/** Paths that are typed: what events and steps bring is not known beforehand. */
const TYPED = /^(trigger\.data|trigger\.changes|steps)\.[A-Za-z0-9_.-]+$/;

/** One comparison: what, how, and with what. */
export function ConditionRow({ condition, stepId, either, error, onChange, onRemove }: Props) {
  const { t } = useTranslation('edge/automations');
  const { names, words, readOnly } = useBuilder();
  const known = usePaths(stepId, true);
  const [typed, setTyped] = useState('');
  const { path, op } = condition;
  const info = pathInfo(names.catalogue, path);
  const own: Option[] = [path, typed]
    .filter((each, index, all) => all.indexOf(each) === index && !known.some(({ id }) => id === each))
    .filter((each) => each === path || TYPED.test(each))
    .map((id) => ({ id, name: words.path(id), hint: id }));
  const wanted = typed.trim().toLowerCase();
  const current = words.path(path).toLowerCase();
  const paths = [...own, ...known].filter(
    ({ id, name }) => !wanted || wanted === current || name.toLowerCase().includes(wanted) || id.includes(wanted),
  );
  const ops = [
    ...(path.startsWith('trigger.changes.') ? ['changed'] : []),
    ...(names.catalogue.operators[info.kind] ?? names.catalogue.operators.any ?? []),
  ] as Op[];
  const choosePath = (next: string) => {
    const kind = pathInfo(names.catalogue, next).kind;
    const fits = (names.catalogue.operators[kind] ?? []).includes(op) && kind === info.kind;
    const first = (next.startsWith('trigger.changes.') ? 'changed' : names.catalogue.operators[kind]?.[0]) as Op;
    onChange({ path: next, op: fits ? op : (first ?? 'eq'), value: null, before: null, after: null });
  };
  const chooseOp = (next: Op) => {
    const [was, is] = [LISTS.includes(op), LISTS.includes(next)];
    const { value } = condition;
    const kept = NO_VALUE.includes(next) ? null : is && !was && value != null ? [value] : was && !is ? null : value;
    onChange({ ...condition, op: next, value: kept });
  };
  const name = words.condition(condition);
  return (
    <div className="flex flex-col gap-1">
      {either && <span className="font-medium text-muted text-xs">{t('conditions.either')}</span>}
      <div className="flex flex-wrap items-start gap-1.5">
        <div className="min-w-40 flex-1">
          <Combobox
            aria-label={t('conditions.what')}
            items={paths}
            value={{ id: path, name: words.path(path) }}
            onValueChange={(option) => option && choosePath(option.id)}
            onSearch={setTyped}
            disabled={readOnly}
          />
        </div>
        <Select
          aria-label={t('conditions.how')}
          className="w-auto min-w-28"
          items={ops.map((value) => ({ value, label: t(`ops.${value}`) }))}
          value={op}
          onValueChange={chooseOp}
          disabled={readOnly}
        />
        {!NO_VALUE.includes(op) && (
          <ValueEditor
            label={t('conditions.value')}
            info={info}
            op={op}
            value={condition.value}
            onChange={(value) => onChange({ ...condition, value }, true)}
          />
        )}
        {op === 'changed' &&
          (['before', 'after'] as const).map((side) => (
            <ValueEditor
              key={side}
              label={t(`conditions.${side}`)}
              info={info}
              op="eq"
              value={condition[side]}
              onChange={(value) => onChange({ ...condition, [side]: value }, true)}
            />
          ))}
        {!readOnly && (
          <IconButton size="sm" icon={Trash2} label={t('conditions.remove', { name })} onClick={onRemove} />
        )}
      </div>
      {(['path', 'op', 'value', 'before', 'after'] as const).map((field) => {
        const wrong = error(field);
        return (
          wrong && (
            <p key={field} role="alert" className="text-danger-ink text-xs">
              {wrong}
            </p>
          )
        );
      })}
    </div>
  );
}
