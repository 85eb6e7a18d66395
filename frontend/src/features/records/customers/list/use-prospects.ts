import { useMe } from '@/api/session';
import type { Problem } from '@/lib/problem';

type Told = { allowed: boolean; unmet: Problem['unmet'] };

/** Whether the plan of the workspace includes prospects and, if not, why: `features.prospects` of `GET /me`. */
export function useProspects(): Told {
  const { features } = useMe();
  const told = features.prospects as Partial<Told> | undefined;
  return { allowed: told?.allowed === true, unmet: told?.unmet ?? [] };
}
