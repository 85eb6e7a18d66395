import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { logout } from '@/api/gen/sdk.gen';
import { leave } from '@/api/session';
import { asProblem } from '@/lib/problem';
import { forgetHint } from '@/lib/storage';

/** Ends this session and goes to the sign-in page. A session that is already over is signed out, too. */
export function useSignOut(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mutate } = useMutation({
    mutationFn: async () => {
      // What is fetched ahead would only arrive to be refused.
      await client.cancelQueries();
      await logout({ throwOnError: true }).catch((thrown: unknown) => {
        if (asProblem(thrown).status !== 401) throw thrown;
      });
    },
    onError: () => client.invalidateQueries(),
    onSuccess: async () => {
      forgetHint();
      await navigate({ to: '/login' });
      leave(client);
    },
  });
  return () => mutate();
}
