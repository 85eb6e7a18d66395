import type { ReactNode } from 'react';
import { useMay } from '@/api/session';

/** Shows `children` to those whose role has the permission (`GET /permissions`), `otherwise` to the rest. */
export function Can({
  permission,
  otherwise = null,
  children,
}: {
  permission: string;
  otherwise?: ReactNode;
  children: ReactNode;
}) {
  return useMay(permission) ? children : otherwise;
}
