import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AnyOf, Condition } from '@/api/gen/types.gen';
import { Button } from '@/ui/button';
import { useBuilder } from './builder';
import { ConditionRow } from './condition-row';
import { numbered } from './numbered';
import { errorAt, type Located } from './pointers';

type Props = {
  groups: readonly AnyOf[];
  onChange: (groups: AnyOf[], mark?: string) => void;
  /** Of these conditions; `field` begins at the group's number. */
  errors: readonly Located[];
  /** Whose placeholders they may use. */
  stepId: string | null;
};

const FIRST: Condition = { path: 'customer.lifecycle', op: 'eq', value: 'prospect', before: null, after: null };

/** All groups must hold; of a group one condition is enough. "or" inside a box, "and" between boxes. */
export function ConditionsEditor({ groups, onChange, errors, stepId }: Props) {
  const { t } = useTranslation('edge/automations');
  const { readOnly } = useBuilder();
  const put = (at: number, any_of: Condition[], mark?: string) =>
    onChange(
      any_of.length
        ? groups.map((group, index) => (index === at ? { any_of } : group))
        : groups.filter((_, index) => index !== at),
      mark,
    );
  return (
    <div className="flex flex-col gap-1.5">
      {numbered(groups).map(({ item: group, index: at, key }) => (
        <div key={key} className="flex flex-col gap-1.5">
          {at > 0 && <span className="ps-2 font-medium text-muted text-xs">{t('conditions.and')}</span>}
          <fieldset className="flex min-w-0 flex-col gap-2 rounded-md border p-2">
            <legend className="sr-only">{t('conditions.group', { number: at + 1 })}</legend>
            {numbered(group.any_of).map(({ item: condition, index, key: place }) => (
              <ConditionRow
                key={place}
                condition={condition}
                stepId={stepId}
                either={index > 0}
                error={(field) => errorAt(errors, `${at}/any_of/${index}/${field}`)}
                onChange={(next, typing) =>
                  put(
                    at,
                    group.any_of.map((each, other) => (other === index ? next : each)),
                    typing ? `condition.${stepId}.${at}.${index}` : undefined,
                  )
                }
                onRemove={() =>
                  put(
                    at,
                    group.any_of.filter((_, other) => other !== index),
                  )
                }
              />
            ))}
            {!readOnly && (
              <Button variant="link" className="self-start text-xs" onClick={() => put(at, [...group.any_of, FIRST])}>
                {t('conditions.or')}
              </Button>
            )}
          </fieldset>
        </div>
      ))}
      {!readOnly && (
        <Button size="sm" className="self-start" onClick={() => onChange([...groups, { any_of: [FIRST] }])}>
          <Plus size={14} aria-hidden />
          {t('conditions.add')}
        </Button>
      )}
    </div>
  );
}
