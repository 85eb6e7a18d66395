import { createContext, useContext } from 'react';

/** What a `Field` tells the control inside it. */
type Tie = { id: string; labelId: string; describedBy: string | undefined; invalid: boolean; disabled: boolean };

export const FieldContext = createContext<Tie | null>(null);

type Own = {
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling';
  disabled?: boolean;
};

/** The properties that tie a control to its field; the control's own win. Nothing outside a field. */
export function useFieldTie(own: Own) {
  const tie = useContext(FieldContext);
  return {
    id: own.id ?? tie?.id,
    'aria-describedby': own['aria-describedby'] ?? tie?.describedBy,
    'aria-invalid': own['aria-invalid'] ?? (tie?.invalid || undefined),
    disabled: own.disabled ?? (tie?.disabled || undefined),
  };
}

/** For a control that hides the rest of the page while it is open: a name by reference survives that, a `label` does not. */
export const useFieldLabel = (): string | undefined => useContext(FieldContext)?.labelId;
