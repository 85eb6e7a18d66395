import { getRouteApi, useNavigate, useParams } from '@tanstack/react-router';
import type { WorkspaceSearch } from './address';

const route = getRouteApi('/_app/w');

/** The open customer, what the address says, and how to change either. */
export function useWorkspace() {
  const search = route.useSearch();
  const { customerId } = useParams({ strict: false });
  const navigate = useNavigate();
  return {
    search,
    customerId: customerId ?? null,
    setSearch: (patch: Partial<WorkspaceSearch>, replace = true) =>
      void navigate({ to: '.', search: (before) => ({ ...before, ...patch }), replace }),
    /** Choosing another customer keeps the list and the section; the tools of a narrow screen close. */
    open: (id: string) =>
      void navigate({
        to: '/w/$customerId',
        params: { customerId: id },
        search: { ...search, panel: search.panel === 'tools' ? undefined : search.panel },
      }),
    close: () => void navigate({ to: '/w', search: { ...search, panel: undefined } }),
  };
}
