import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/api/session';
import { allAutomations } from '../shared/names';

/** The automations that are started by hand; `ready` are those that are switched on. */
export function useManualAutomations() {
  const may = useMay('automations:read');
  const mayRun = useMay('automations:run');
  const list = useQuery({ ...allAutomations, enabled: may && mayRun, staleTime: 30_000 });
  const manual = (list.data ?? []).filter(({ trigger_kind }) => trigger_kind === 'manual');
  return { may: may && mayRun, list, manual, ready: manual.filter(({ enabled }) => enabled) };
}
