import { getRouteApi, useNavigate, useParams, useRouter } from '@tanstack/react-router';
import type { WorkspaceSearch } from './address';

const route = getRouteApi('/_app/w');

/** The open customer, what the address says, and how to change either. */
export function useWorkspace() {
  const search = route.useSearch();
  const { customerId } = useParams({ strict: false });
  const navigate = useNavigate();
  const router = useRouter();
  return {
    search,
    customerId: customerId ?? null,
    /** The customer the address already leads to, while the page still shows the one before. */
    heading: () => /^\/w\/([^/]+)/.exec(router.latestLocation.pathname)?.[1] ?? null,
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
