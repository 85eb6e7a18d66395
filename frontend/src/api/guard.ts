import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { asProblem } from '@/lib/problem';
import { forgetHint, hasHint } from '@/lib/storage';
import { meQuery } from './session';

type Place = { context: { queryClient: QueryClient }; location: { href: string } };

/** `beforeLoad` of everything behind signing in; brings back to the same address afterwards. */
export async function requireSession({ context: { queryClient }, location }: Place): Promise<void> {
  const signIn = () => redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } });
  if (!hasHint()) throw signIn();
  await queryClient.ensureQueryData(meQuery).catch((thrown: unknown) => {
    if (asProblem(thrown).status !== 401) throw thrown;
    forgetHint();
    throw signIn();
  });
}
