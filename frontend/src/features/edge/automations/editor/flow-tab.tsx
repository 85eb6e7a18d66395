import { CircleAlert, CircleCheck, Filter, Zap } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Spinner } from '@/ui/spinner';
import { StepList } from '../steps/list';
import { TriggerForm } from '../triggers/form';
import { useBuilder } from './builder';
import { Card } from './card';
import { ConditionsEditor } from './conditions-editor';
import { TOP } from './edit';
import { Errors } from './errors';

const CONDITIONS = 'conditions';
const TRIGGER = 'trigger';

/** The automation from top to bottom: what starts it, what must hold, what is done. */
export default function FlowTab({ checking }: { checking: boolean }) {
  const { t } = useTranslation('edge/automations');
  const { draft, errors } = useBuilder();
  const top = errors.filter(({ place, stepId }) => place === 'other' || (place === 'steps' && stepId === null));
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col">
      <Verdict count={errors.length} checking={checking} />
      <TriggerCard />
      <Line />
      <ConditionsCard />
      <StepList steps={draft.steps} at={TOP} label={t('steps.title')} />
      <Errors errors={top} className="pt-2" />
    </div>
  );
}

const Line = () => <span aria-hidden className="mx-auto h-4 w-px bg-line-strong" />;

/** Whether it can be saved as it is. */
function Verdict({ count, checking }: { count: number; checking: boolean }) {
  const { t } = useTranslation('edge/automations');
  const wrong = count > 0;
  return (
    <p role="status" className="flex min-h-8 items-center gap-1.5 pb-2 text-xs">
      {wrong ? (
        <CircleAlert size={14} aria-hidden className="text-danger-ink" />
      ) : (
        <CircleCheck size={14} aria-hidden className="text-positive-ink" />
      )}
      <span className={wrong ? 'text-danger-ink' : 'text-muted'}>
        {wrong ? t('check.wrong', { count }) : t('check.good')}
      </span>
      {checking && <Spinner />}
    </p>
  );
}

function TriggerCard() {
  const { t } = useTranslation('edge/automations');
  const { draft, change, words, errors, open, setOpen } = useBuilder();
  const [before, setBefore] = useState(draft.trigger);
  return (
    <Card
      icon={Zap}
      title={words.trigger(draft.trigger)}
      note={t('trigger.title')}
      open={open === TRIGGER}
      onOpen={() => {
        setBefore(draft.trigger);
        setOpen(TRIGGER);
      }}
      onClose={() => setOpen(null)}
      onRevert={() => {
        change({ trigger: before });
        setOpen(null);
      }}
      errors={errors.filter(({ place }) => place === 'trigger')}
      editable
    >
      <TriggerForm />
    </Card>
  );
}

function ConditionsCard() {
  const { t } = useTranslation('edge/automations');
  const { draft, change, words, names, errors, open, setOpen, readOnly } = useBuilder();
  const [before, setBefore] = useState(draft.conditions);
  const own = errors.filter(({ place }) => place === 'conditions');
  const scope = draft.folder_ids.map((id) => names.name('folder', id));
  const title = draft.conditions.length
    ? t('conditions.sentence', { conditions: words.conditions(draft.conditions) })
    : t('conditions.none');
  return (
    <Card
      icon={Filter}
      title={title}
      note={
        scope.length ? t('conditions.within', { folders: words.list(scope, 'disjunction') }) : t('conditions.title')
      }
      open={open === CONDITIONS}
      onOpen={() => {
        setBefore(draft.conditions);
        setOpen(CONDITIONS);
      }}
      onClose={() => setOpen(null)}
      onRevert={() => {
        change({ conditions: before });
        setOpen(null);
      }}
      errors={own}
      editable
    >
      <fieldset disabled={readOnly} className="min-w-0">
        <legend className="pb-2 text-muted text-sm">{t('conditions.hint')}</legend>
        <ConditionsEditor
          groups={draft.conditions}
          onChange={(conditions, mark) => change({ conditions }, mark)}
          errors={own}
          stepId={null}
        />
      </fieldset>
    </Card>
  );
}
