import { lazy, Suspense } from 'react';
import type { Overview } from '@/api/gen/types.gen';
import { SectionOrder } from '@/components/section-order';
import { FolderTool } from '@/features/records/folders/shared/tool';
import { RelatedTool } from '@/features/records/relations/tool';
import { TagsTool } from '@/features/records/tags/shared/tool';
import { DeleteTool } from '../tools/delete';
import { WorkersTool } from '../tools/workers';

const RunTool = lazy(() => import('@/features/edge/automations/manual/tool'));

type Props = { overview: Overview; onDeleted: () => void; onRestored: () => void };

/** What is done with the open customer, in the order the person wants: workers, folder, tags, related customers, automations, its end. */
export function Tools({ overview, onDeleted, onRestored }: Props) {
  const { customer, sections } = overview;
  const may = (key: Overview['capabilities'][number]['key']) =>
    overview.capabilities.some((capability) => capability.key === key && capability.allowed);
  const related = !sections || sections.includes('related_customers');
  const tools = [
    { id: 'workers', node: <WorkersTool customer={customer} mayAssign={may('assign')} /> },
    { id: 'folder', node: <FolderTool customer={customer} mayMove={may('edit')} /> },
    { id: 'tags', node: <TagsTool customer={customer} mayTag={may('tag')} /> },
    ...(related
      ? [
          {
            id: 'related',
            node: <RelatedTool customerId={customer.id} count={overview.counts.relations} mayEdit={may('edit')} />,
          },
        ]
      : []),
    {
      id: 'run',
      node: (
        <Suspense>
          <RunTool customer={customer} />
        </Suspense>
      ),
    },
    {
      id: 'delete',
      node: (
        <DeleteTool
          customer={customer}
          capability={overview.capabilities.find(({ key }) => key === 'delete')}
          onDeleted={onDeleted}
          onRestored={onRestored}
        />
      ),
    },
  ];
  return <SectionOrder name="tools" sections={tools} />;
}
