import type { BulkDialogProps } from '@/sockets/bulk';
import ExportDialog from '../shared/export-dialog';

/** Of everybody who is selected. */
export default function BulkExport({ selection, onClose }: BulkDialogProps) {
  return selection.kind === 'ids' ? (
    <ExportDialog filter={{}} customerIds={selection.ids} onClose={onClose} />
  ) : (
    <ExportDialog filter={selection.filter} total={selection.total} onClose={onClose} />
  );
}
