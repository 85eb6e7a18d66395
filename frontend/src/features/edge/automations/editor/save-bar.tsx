import { Redo2, Save, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '@/components/problem';
import { useCommands } from '@/lib/commands';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import type { useDraft } from './use-draft';

type Props = {
  edit: ReturnType<typeof useDraft>;
  fresh: boolean;
  errors: number;
  busy: boolean;
  problem: unknown;
  onSave: () => void;
};

/** Stands at the bottom while something is not saved: what there is to do about it. */
export function SaveBar({ edit, fresh, errors, busy, problem, onSave }: Props) {
  const { t } = useTranslation('edge/automations');
  const may = (edit.dirty || fresh) && !busy;
  const group = t('title');
  useCommands([
    {
      id: 'automation.save',
      label: t('save'),
      keys: 'mod+s',
      group,
      icon: Save,
      whileTyping: true,
      run: () => may && onSave(),
    },
    { id: 'automation.undo', label: t('undo'), keys: 'mod+z', group, icon: Undo2, run: edit.undo },
    { id: 'automation.redo', label: t('redo'), keys: 'mod+shift+z', group, icon: Redo2, run: edit.redo },
  ]);
  if (!edit.dirty && !fresh && !problem) return null;
  return (
    <div
      role="region"
      aria-label={t('saving')}
      className="sticky bottom-0 z-20 flex flex-col gap-2 rounded-lg border bg-surface px-3 py-2 shadow-float"
    >
      {problem != null && <ProblemNotice error={problem} />}
      {edit.resumed && (
        <p className="text-caution-ink text-xs">{t(edit.outdated ? 'draft.outdated' : 'draft.resumed')}</p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-40 text-muted text-sm">
          {errors > 0 ? t('check.before', { count: errors }) : t(fresh ? 'draft.fresh' : 'draft.dirty')}
        </p>
        <IconButton icon={Undo2} label={t('undo')} shortcut="mod+z" disabled={!edit.canUndo} onClick={edit.undo} />
        <IconButton icon={Redo2} label={t('redo')} disabled={!edit.canRedo} onClick={edit.redo} />
        {edit.dirty && <Button onClick={edit.discard}>{t('discard')}</Button>}
        <Button variant="primary" busy={busy} onClick={onSave}>
          {t('save')}
        </Button>
      </div>
    </div>
  );
}
