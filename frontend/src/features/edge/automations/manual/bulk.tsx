import type { BulkDialogProps } from '@/sockets/bulk';
import { countOf } from '@/sockets/selection';
import RunAutomation from './dialog';

/** For everybody who is selected. */
export default function BulkRun({ selection, onClose }: BulkDialogProps) {
  const chosen = selection.kind === 'ids' ? { ids: selection.ids } : { filter: selection.filter };
  return <RunAutomation selection={chosen} count={countOf(selection)} onClose={onClose} />;
}
