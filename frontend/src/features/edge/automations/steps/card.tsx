import { ArrowDown, ArrowUp, CopyPlus, CornerDownRight, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { type KeyboardEvent, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { stepOf } from '@/sockets/step-kinds';
import { Field } from '@/ui/field';
import { IconButton } from '@/ui/icon-button';
import { Input } from '@/ui/input';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { SkeletonLines } from '@/ui/skeleton';
import { Switch } from '@/ui/switch';
import { useBuilder } from '../editor/builder';
import { Card } from '../editor/card';
import { accepts, changeStep, duplicateStep, moveBeside, moveBy, removeStep } from '../editor/edit';
import { Errors } from '../editor/errors';
import { errorAt, otherErrors } from '../editor/pointers';
import { BODIES, type Config, type FlowStep } from '../shared/flow';
import { GenericForm } from './forms/generic';
import { StepList } from './list';
import { useStepDrag } from './use-drag';
import { useKit } from './use-kit';

/** One step: a sentence that opens into its form; below it the steps it directs. */
export function StepCard({ step }: { step: FlowStep }) {
  const { t } = useTranslation('edge/automations');
  const builder = useBuilder();
  const { draft, change, changeSteps, words, readOnly, open, setOpen } = builder;
  const errors = builder.errors.filter(({ stepId }) => stepId === step.id);
  const head = useRef<HTMLDivElement>(null);
  const [before, setBefore] = useState(step);
  const icon = stepOf(step.kind)?.icon ?? CornerDownRight;
  const sentence = words.step(step);
  const put = (next: FlowStep, mark?: string) => change({ steps: changeStep(draft.steps, step.id, () => next) }, mark);
  const { place, dragging } = useStepDrag({
    head,
    id: step.id,
    fixed: readOnly,
    accepts: (source) => accepts(draft.steps, source, step.id),
    onDrop: (source, at) => changeSteps(moveBeside(draft.steps, source, step.id, at), t('steps.moved')),
  });
  const move = (by: 1 | -1) => {
    const moved = moveBy(draft.steps, step.id, by);
    if (moved) changeSteps(moved, '');
  };
  const onKey = (event: KeyboardEvent) => {
    if (!event.altKey || readOnly || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? -1 : 1);
  };
  const duplicate = () => {
    const made = duplicateStep(draft.steps, step.id);
    if (made) changeSteps(made.steps, t('steps.duplicated'));
  };
  const openIt = () => {
    setBefore(step);
    setOpen(step.id);
  };
  return (
    <div data-step={step.id} className={cn(dragging && 'opacity-50')}>
      <Card
        icon={icon}
        title={sentence}
        note={[step.label, words.kind(step.kind)].filter(Boolean).join(' · ')}
        open={open === step.id}
        onOpen={openIt}
        onClose={() => setOpen(null)}
        onRevert={() => {
          put(before);
          setOpen(null);
        }}
        errors={errors}
        editable
        headRef={head}
        onHeadKey={onKey}
        headClassName={cn(
          !readOnly && 'cursor-grab',
          place === 'before' && 'before:absolute before:inset-x-0 before:-top-1 before:h-0.5 before:bg-accent',
          place === 'after' && 'after:absolute after:inset-x-0 after:-bottom-1 after:h-0.5 after:bg-accent',
        )}
        actions={
          !readOnly && (
            <Menu
              align="end"
              trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name: sentence })} />}
            >
              <MenuItem icon={Pencil} onClick={openIt}>
                {t('steps.edit')}
              </MenuItem>
              <MenuItem icon={CopyPlus} onClick={duplicate}>
                {t('duplicate')}
              </MenuItem>
              <MenuItem icon={ArrowUp} onClick={() => move(-1)}>
                {t('steps.up')}
              </MenuItem>
              <MenuItem icon={ArrowDown} onClick={() => move(1)}>
                {t('steps.down')}
              </MenuItem>
              <MenuRule />
              <MenuItem
                icon={Trash2}
                danger
                onClick={() => changeSteps(removeStep(draft.steps, step.id), t('steps.removed'))}
              >
                {t('delete')}
              </MenuItem>
            </Menu>
          )
        }
      >
        <StepForm step={step} put={put} />
      </Card>
      <Bodies step={step} />
    </div>
  );
}

function StepForm({ step, put }: { step: FlowStep; put: (step: FlowStep, mark?: string) => void }) {
  const { t } = useTranslation('edge/automations');
  const { errors: all, readOnly } = useBuilder();
  const errors = all.filter(({ stepId }) => stepId === step.id);
  const kit = useKit();
  const { form: Form = GenericForm, shows = [] } = stepOf(step.kind) ?? {};
  const set = (part: Config) => {
    const config = Object.fromEntries(
      Object.entries({ ...step.config, ...part }).filter(([, value]) => value !== undefined),
    );
    put({ ...step, config }, `${step.id}.${Object.keys(part).join()}`);
  };
  return (
    <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
      <legend className="sr-only">{t('steps.form')}</legend>
      <Suspense fallback={<SkeletonLines lines={3} />}>
        <Form
          step={step}
          config={step.config}
          set={set}
          error={(name) => errorAt(errors, `config/${name}`)}
          kit={kit}
        />
      </Suspense>
      <Errors
        errors={otherErrors(
          errors,
          shows.map((name) => `config/${name}`),
        )}
      />
      <details className="text-sm">
        <summary className="w-fit cursor-pointer rounded-sm text-muted text-xs">{t('steps.more')}</summary>
        <div className="flex flex-col gap-4 pt-3">
          <Field label={t('steps.label')} description={t('steps.labelHint', { id: step.id })} optional>
            <Input
              value={step.label}
              maxLength={100}
              onChange={({ target }) => put({ ...step, label: target.value }, `${step.id}.label`)}
            />
          </Field>
          <Field label={t('steps.goOn')} description={t('steps.goOnHint')} inline>
            <Switch
              checked={step.on_error === 'continue'}
              onCheckedChange={(on) => put({ ...step, on_error: on ? 'continue' : 'fail' })}
            />
          </Field>
        </div>
      </details>
    </fieldset>
  );
}

function Bodies({ step }: { step: FlowStep }) {
  const { t } = useTranslation('edge/automations');
  const sides = BODIES[step.kind] ?? [];
  if (sides.length === 0) return null;
  return (
    <div className="ms-3 flex flex-col gap-2 border-s-2 ps-3 pt-2 sm:ms-5 sm:ps-4">
      {sides.map((side) => {
        const label = t(step.kind === 'branch' ? `steps.${side}` : 'steps.each');
        return (
          <div key={side}>
            <p className="font-medium text-muted text-xs">{label}</p>
            <StepList steps={step[side]} at={{ owner: step.id, side }} label={label} />
          </div>
        );
      })}
    </div>
  );
}
