import type { Overview } from '@/api/gen/types.gen';
import { DeleteTool } from './tool-delete';
import { FolderTool } from './tool-folder';
import { TagsTool } from './tool-tags';
import { WorkersTool } from './tool-workers';

type Props = { overview: Overview; onDeleted: () => void; onRestored: () => void };

/** What is done with the open customer: who works on it, where it lies, its tags, its end. */
export function Tools({ overview, onDeleted, onRestored }: Props) {
  const may = (key: Overview['capabilities'][number]['key']) =>
    overview.capabilities.some((capability) => capability.key === key && capability.allowed);
  return (
    <>
      <WorkersTool customer={overview.customer} mayAssign={may('assign')} />
      <FolderTool customer={overview.customer} mayMove={may('edit')} />
      <TagsTool customer={overview.customer} mayTag={may('tag')} />
      <DeleteTool
        customer={overview.customer}
        capability={overview.capabilities.find(({ key }) => key === 'delete')}
        onDeleted={onDeleted}
        onRestored={onRestored}
      />
    </>
  );
}
