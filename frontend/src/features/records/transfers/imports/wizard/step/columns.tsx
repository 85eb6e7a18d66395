import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { Button } from '@/ui/button';
import { ColumnRow } from '../column-row';
import { suggestedMapping } from '../draft';
import { WizardFrame } from '../frame';
import { assign, importsNothing, mappingProblems, parseTarget, SKIP } from '../targets';
import { keptDraft } from '../use-draft';
import type { StepProps } from '../wizard';

/** What each column becomes: suggested, to be changed, or left out. */
export default function ColumnsStep({ file, look, change, mapping }: StepProps) {
  const { t } = useTranslation('records/transfers/imports');
  const mayMake = useMay('custom_fields:manage');
  const { columns } = look;
  const problems = mappingProblems(mapping);
  const used = mapping.filter((target) => target !== SKIP).length;
  const makeable = columns.filter(
    ({ index, suggested }) => mapping[index] === SKIP && parseTarget(suggested).kind === 'new_field',
  );
  const suggestedNow = suggestedMapping(columns);
  const changed = mapping.some((target, index) => target !== suggestedNow[index]);
  const blocked = importsNothing(mapping)
    ? t('columns.nothing')
    : problems.size
      ? t('columns.wrong', { count: problems.size })
      : undefined;
  const choose = useCallback(
    (index: number, target: string) => {
      const kept = keptDraft(file.id)?.mapping;
      change({ mapping: assign(kept?.length === columns.length ? kept : suggestedMapping(columns), index, target) });
    },
    [change, columns, file.id],
  );
  return (
    <WizardFrame step="columns" name={file.file_name} importId={file.id} blocked={blocked}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b py-3">
        <p role="status" className="me-auto text-sm">
          {t('columns.used', { used, count: columns.length })}
        </p>
        {changed && (
          <Button size="sm" variant="quiet" onClick={() => change({ mapping: null })}>
            {t('columns.asSuggested')}
          </Button>
        )}
        {mayMake && makeable.length > 1 && (
          <Button
            size="sm"
            onClick={() =>
              change({
                mapping: makeable.reduce((list, { index, suggested }) => assign(list, index, suggested), mapping),
              })
            }
          >
            {t('columns.makeAll', { count: makeable.length })}
          </Button>
        )}
      </div>
      <h2 className="sr-only">{t('steps.columns')}</h2>
      <ol>
        {columns.map(({ index }) => (
          <ColumnRow
            key={index}
            columns={columns}
            mapping={mapping}
            index={index}
            problem={problems.get(index)}
            onChange={choose}
          />
        ))}
      </ol>
    </WizardFrame>
  );
}
