import { type LinkProps, useNavigate } from '@tanstack/react-router';

/** Goes to a page of the settings; for commands, which are no links. */
export function useGoTo(): (to: LinkProps['to']) => void {
  const navigate = useNavigate();
  return (to) => void navigate({ to });
}
