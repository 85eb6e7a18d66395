import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AutomationOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { InlineEdit } from '@/components/inline-edit';
import { LeaveGuard } from '@/components/leave-guard';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { preloadSteps } from '@/sockets/step-kinds';
import { SkeletonLines } from '@/ui/skeleton';
import { TabPanel, Tabs } from '@/ui/tabs';
import { notify } from '@/ui/toast/manager';
import { automationTabs, NEW } from '../address';
import { AutomationMenu } from '../menu';
import { OnOff } from '../on-off';
import { BackLink, type PageProps } from '../page';
import { useSave } from '../queries';
import { type Draft, draftOf } from '../shared/flow';
import { useNames } from '../shared/names';
import { useWords } from '../shared/words';
import { type Builder, BuilderContext } from './builder';
import { SaveBar } from './save-bar';
import { useCheck } from './use-check';
import { useDraft } from './use-draft';

preloadSteps();

const FlowTab = lazy(() => import('./flow-tab'));
const RunsTab = lazy(() => import('../runs/tab'));
const TestTab = lazy(() => import('./test-tab'));
const SettingsTab = lazy(() => import('./settings-tab'));

type Props = PageProps & { automation: AutomationOut | null; initial: Draft };

/** Holds what is being edited, over all tabs, until it is saved. */
export function Editor({ automation, initial, template, tab, onTab, onOpen, onGone, ...page }: Props) {
  const { t } = useTranslation('edge/automations');
  const readOnly = !useMay('automations:write');
  const id = automation?.id ?? null;
  const edit = useDraft(id ?? `${NEW}.${template ?? ''}`, initial, String(automation?.flow_version ?? 0));
  const names = useNames();
  const words = useWords(names);
  const check = useCheck(edit.draft, id, !readOnly);
  const save = useSave(id);
  const [open, setOpen] = useState<string | null>(null);
  const { draft, change, undo } = edit;
  const builder = useMemo<Builder>(
    () => ({
      draft,
      change,
      changeSteps: (steps, said) => {
        change({ steps });
        if (said) notify({ title: said, undo, id: 'automation-step' });
      },
      names,
      words,
      errors: check.errors,
      readOnly,
      open,
      setOpen,
    }),
    [draft, change, undo, names, words, check.errors, readOnly, open],
  );
  const saveNow = () =>
    save.mutate(
      { draft, saved: automation ? initial : null },
      {
        onSuccess: (saved) => {
          edit.settle(draftOf(saved));
          setOpen(null);
          notify({ title: t('saved', { version: saved.flow_version }), tone: 'positive' });
          if (!id) {
            edit.forget();
            onOpen(saved.id);
          }
        },
      },
    );
  const tabs = automation ? automationTabs : (['flow', 'settings'] as const);
  const shown = tabs.find((each) => each === tab) ?? 'flow';
  return (
    <BuilderContext value={builder}>
      <Page title={draft.name} width="wide" className="max-w-5xl">
        <PageHeader
          before={<BackLink />}
          title={
            <InlineEdit
              label={t('name')}
              value={draft.name}
              readOnly={readOnly}
              check={(name) => (name.trim() ? undefined : t('nameNeeded'))}
              onSave={(name) => change({ name: name.trim() })}
              className="[&>button]:text-xl"
            >
              <span className="text-xl">{draft.name}</span>
            </InlineEdit>
          }
          text={
            <span className="block px-1.5">
              {automation
                ? t('actsFor', { name: automation.owner.name, version: automation.flow_version })
                : t('unsaved')}
            </span>
          }
          actions={
            automation && (
              <>
                <OnOff automation={automation} readOnly={readOnly} />
                <AutomationMenu automation={automation} onOpen={onOpen} onGone={onGone} />
              </>
            )
          }
        />
        <Tabs
          label={t('parts')}
          value={shown}
          onValueChange={onTab}
          listClassName="px-0"
          tabs={tabs.map((value) => ({ value, label: t(`tabs.${value}`) }))}
        >
          {tabs.map((value) => (
            <TabPanel key={value} value={value} className="overflow-visible pt-4 pb-16">
              <Suspense fallback={<SkeletonLines lines={8} />}>
                {value === 'flow' && <FlowTab checking={check.checking} />}
                {value === 'runs' && automation && <RunsTab automation={automation} {...page} />}
                {value === 'test' && automation && <TestTab automation={automation} dirty={edit.dirty} />}
                {value === 'settings' && <SettingsTab automation={automation} />}
              </Suspense>
            </TabPanel>
          ))}
        </Tabs>
        {!readOnly && (
          <SaveBar
            edit={edit}
            fresh={!automation}
            errors={check.errors.length}
            busy={save.isPending}
            problem={save.error ?? check.failed}
            onSave={saveNow}
          />
        )}
        <LeaveGuard dirty={edit.dirty && !save.isPending} text={t('leaveText')} />
      </Page>
    </BuilderContext>
  );
}
