import { ChevronDown, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { MoveItems, SortRow } from '@/components/sort-row';
import { cn } from '@/lib/cn';
import type { Place } from '@/lib/order';
import { Badge } from '@/ui/badge';
import { Field } from '@/ui/field';
import { IconButton } from '@/ui/icon-button';
import { Input } from '@/ui/input';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { Switch } from '@/ui/switch';
import { Textarea } from '@/ui/textarea';
import type { Question } from './questions';

type Props = {
  question: Question;
  /** The custom field it is bound to, if any. */
  field: CustomFieldOut | undefined;
  open: boolean;
  onOpen: () => void;
  readOnly: boolean;
  index: number;
  count: number;
  onTyping: (part: Partial<Question>) => void;
  onChange: (part: Partial<Question>) => void;
  onRemove: () => void;
  onDrop: (source: string, place: Place) => void;
  onMove: (to: number) => void;
};

/** How a question is called when it has no words of its own. */
export function useOwnLabel() {
  const { t } = useTranslation('edge/forms');
  return (question: Question, field: CustomFieldOut | undefined): string => {
    if (question.property) return t(`properties.${question.property}`);
    return field?.label ?? (question.kind === 'consent' ? t('build.consent') : question.key);
  };
}

/** One question: dragged or moved by its menu, opened to change its words. */
export function QuestionRow(props: Props) {
  const { question, field, open, onOpen, readOnly, index, count, onRemove, onDrop, onMove } = props;
  const { t } = useTranslation('edge/forms');
  const panel = useId();
  const ownLabel = useOwnLabel()(question, field);
  const name = question.label || (question.kind === 'consent' ? question.consent_text : ownLabel);
  return (
    <SortRow kind="question" id={question.key} fixed={readOnly} onDrop={onDrop} className="flex-wrap">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={panel}
        onClick={onOpen}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-start text-sm hover:bg-hover"
      >
        <span className="truncate font-medium">{name}</span>
        {name !== ownLabel && <span className="truncate text-muted text-xs">{ownLabel}</span>}
        {question.required && <Badge tone="info">{t('build.required')}</Badge>}
        <ChevronDown size={14} aria-hidden className={cn('ms-auto shrink-0 text-muted', open && 'rotate-180')} />
      </button>
      {!readOnly && (
        <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name })} />}>
          <MenuItem icon={Pencil} onClick={onOpen}>
            {t('build.edit')}
          </MenuItem>
          <MoveItems index={index} count={count} onMove={onMove} />
          <MenuRule />
          <MenuItem icon={Trash2} danger disabled={count === 1} onClick={onRemove}>
            {t('build.remove')}
          </MenuItem>
        </Menu>
      )}
      <div id={panel} hidden={!open} className="w-full">
        {open && <Details {...props} ownLabel={ownLabel} />}
      </div>
    </SortRow>
  );
}

function Details({ question, field, readOnly, onTyping, onChange, ownLabel }: Props & { ownLabel: string }) {
  const { t } = useTranslation('edge/forms');
  return (
    <div className="flex flex-col gap-4 ps-6 pt-2 pb-4">
      {question.kind === 'consent' ? (
        <Field label={t('build.consentWords')} description={t('build.consentHint')} disabled={readOnly}>
          <Textarea
            value={question.consent_text}
            maxLength={2000}
            onChange={(event) => onTyping({ consent_text: event.target.value })}
            onBlur={(event) =>
              event.target.value.trim()
                ? onChange({ consent_text: event.target.value })
                : onTyping({ consent_text: t('build.consentText') })
            }
          />
        </Field>
      ) : (
        <Field
          label={t('build.label')}
          description={t('build.labelHint', { name: ownLabel })}
          disabled={readOnly}
          optional
        >
          <Input
            value={question.label}
            maxLength={200}
            placeholder={ownLabel}
            onChange={(event) => onTyping({ label: event.target.value })}
            onBlur={(event) => onChange({ label: event.target.value.trim() })}
          />
        </Field>
      )}
      <Field label={t('build.help')} disabled={readOnly} optional>
        <Input
          value={question.help}
          maxLength={500}
          placeholder={field?.help}
          onChange={(event) => onTyping({ help: event.target.value })}
          onBlur={(event) => onChange({ help: event.target.value.trim() })}
        />
      </Field>
      <Field label={t(question.kind === 'consent' ? 'build.mustTick' : 'build.mustAnswer')} inline disabled={readOnly}>
        <Switch checked={question.required} onCheckedChange={(required) => onChange({ required })} />
      </Field>
    </div>
  );
}
