import { CornerDownRight, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { stepOf } from '@/sockets/step-kinds';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuGroup, MenuItem } from '@/ui/menu';
import { useBuilder } from '../editor/builder';
import { insertStep, newStep, type Slot } from '../editor/edit';

/** Every kind of step there is; the chosen one is put in and opened. */
export function AddStep({ slot, quiet }: { slot: Slot; quiet?: boolean }) {
  const { t } = useTranslation('edge/automations');
  const { draft, changeSteps, setOpen, names, words } = useBuilder();
  const add = (kind: string) => {
    const step = newStep(draft.steps, kind);
    changeSteps(insertStep(draft.steps, slot, step), '');
    setOpen(step.id);
  };
  const kinds = names.catalogue.step_kinds.map(({ kind }) => kind);
  const groups = [
    { label: t('steps.does'), kinds: kinds.filter((kind) => !stepOf(kind)?.directs) },
    { label: t('steps.directs'), kinds: kinds.filter((kind) => stepOf(kind)?.directs) },
  ];
  return (
    <Menu
      align="center"
      trigger={
        quiet ? (
          <IconButton size="sm" icon={Plus} iconSize={14} label={t('steps.addHere')} />
        ) : (
          <Button size="sm">
            <Plus size={14} aria-hidden />
            {t('steps.add')}
          </Button>
        )
      }
    >
      {groups.map((group) => (
        <MenuGroup key={group.label} label={group.label}>
          {group.kinds.map((kind) => (
            <MenuItem key={kind} icon={stepOf(kind)?.icon ?? CornerDownRight} onClick={() => add(kind)}>
              {words.kind(kind)}
            </MenuItem>
          ))}
        </MenuGroup>
      ))}
    </Menu>
  );
}
