import { Fragment, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { useBuilder } from '../editor/builder';
import { accepts, type ListAt, moveInto } from '../editor/edit';
import type { FlowStep } from '../shared/flow';
import { AddStep } from './add';
import { StepCard } from './card';
import { useListDrop } from './use-drag';

/** Steps from top to bottom, with a place to add one before, between and after them. */
export function StepList({ steps, at, label }: { steps: readonly FlowStep[]; at: ListAt; label: string }) {
  const { readOnly } = useBuilder();
  return (
    <ol aria-label={label} className="flex flex-col">
      {steps.map((step, index) => (
        <Fragment key={step.id}>
          <Between>{!readOnly && <AddStep slot={{ ...at, index }} quiet />}</Between>
          <li>
            <StepCard step={step} />
          </li>
        </Fragment>
      ))}
      <End steps={steps} at={at} />
    </ol>
  );
}

const Between = ({ children }: { children: React.ReactNode }) => (
  <li className="flex h-8 items-center justify-center [&:has(button)]:h-9">
    {children || <span aria-hidden className="h-full w-px bg-line-strong" />}
  </li>
);

function End({ steps, at }: { steps: readonly FlowStep[]; at: ListAt }) {
  const { t } = useTranslation('edge/automations');
  const { draft, changeSteps, readOnly } = useBuilder();
  const ref = useRef<HTMLLIElement>(null);
  const over = useListDrop(
    ref,
    (source) => !readOnly && accepts(draft.steps, source, at.owner),
    (source) => changeSteps(moveInto(draft.steps, source, at), t('steps.moved')),
  );
  return (
    <li ref={ref} className={cn('flex flex-col items-center rounded-lg pt-2 pb-1', over && 'bg-accent-soft')}>
      {steps.length === 0 && <p className="pb-1 text-muted text-xs">{t('steps.none')}</p>}
      {!readOnly && <AddStep slot={{ ...at, index: steps.length }} />}
    </li>
  );
}
