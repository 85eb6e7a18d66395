import { createFileRoute, redirect } from '@tanstack/react-router';
import { meQuery } from '@/api/session';
import { LoginPage } from '@/features/access/sessions/login-page';
import { flag, localPath } from '@/lib/search';
import { hasHint } from '@/lib/storage';

export const Route = createFileRoute('/login')({
  validateSearch: (search): { next?: string; changed?: true } => ({
    next: localPath(search, 'next'),
    changed: flag(search, 'changed'),
  }),
  beforeLoad: async ({ context: { queryClient }, search: { next } }) => {
    const me = hasHint() && (await queryClient.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => null));
    if (me) throw redirect({ href: next ?? '/', replace: true });
  },
  component: () => {
    const { next, changed } = Route.useSearch();
    return <LoginPage next={next} changed={changed} />;
  },
});
