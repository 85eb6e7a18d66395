import { createFileRoute } from '@tanstack/react-router';
import { type AutomationTab, automationTabs, type RunState, runStates } from '@/features/edge/automations/address';
import { AutomationPage } from '@/features/edge/automations/page';
import { oneOf, text, uuid } from '@/lib/search';

type Search = { tab?: AutomationTab; template?: string; run?: string; state?: RunState };

export const Route = createFileRoute('/_app/automations/$automationId')({
  validateSearch: (search: Record<string, unknown>): Search => ({
    tab: oneOf(search, 'tab', automationTabs),
    template: text(search, 'template'),
    run: uuid(search, 'run'),
    state: oneOf(search, 'state', runStates),
  }),
  component: Automation,
});

function Automation() {
  const navigate = Route.useNavigate();
  const { automationId } = Route.useParams();
  const { tab = 'flow', ...search } = Route.useSearch();
  return (
    <AutomationPage
      key={automationId}
      automationId={automationId}
      tab={tab}
      {...search}
      onTab={(next) =>
        void navigate({
          search: ({ template }) => ({ template, tab: next === 'flow' ? undefined : next }),
          replace: true,
        })
      }
      onRun={(run) => void navigate({ search: (was) => ({ ...was, tab: 'runs', run: run ?? undefined }) })}
      onState={(state) => void navigate({ search: (was) => ({ ...was, state: state ?? undefined }), replace: true })}
      onOpen={(id) => void navigate({ to: '/automations/$automationId', params: { automationId: id }, search: {} })}
      onGone={() => void navigate({ to: '/automations' })}
    />
  );
}
