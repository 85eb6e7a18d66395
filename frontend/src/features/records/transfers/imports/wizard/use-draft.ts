import { useCallback, useState } from 'react';
import { readPreference, writePreference } from '@/lib/storage';
import { type Draft, emptyDraft, readDraft } from './draft';

const keyOf = (importId: string) => `import.${importId}`;

/** What was decided about an import in this browser; null when it was nothing, or on another device. */
export function keptDraft(importId: string): Draft | null {
  try {
    return readDraft(JSON.parse(readPreference(keyOf(importId)) ?? 'null'));
  } catch {
    return null;
  }
}

/** The decisions about one import, kept with every change so that a reload or a pasted address loses nothing. */
export function useDraft(importId: string): [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState(() => keptDraft(importId) ?? emptyDraft);
  const change = useCallback(
    (part: Partial<Draft>) => {
      const next = { ...(keptDraft(importId) ?? emptyDraft), ...part };
      writePreference(keyOf(importId), JSON.stringify(next));
      setDraft(next);
    },
    [importId],
  );
  return [draft, change];
}
