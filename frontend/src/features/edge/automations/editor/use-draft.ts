import { useEffect, useState } from 'react';
import { readPreference, writePreference } from '@/lib/storage';
import { type Draft, draftOf } from '../shared/flow';
import { begin, change as changed, type History, redo as redone, undo as undone } from './history';

type Kept = { base: string; draft: Draft };
const nameOf = (id: string) => `automation.draft.${id}`;

function readKept(id: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(readPreference(nameOf(id)) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('draft' in kept) || !('base' in kept)) return null;
    return { base: String(kept.base), draft: draftOf(kept.draft as Draft) };
  } catch {
    return null;
  }
}

/**
 * What is being edited, with what was before. It is kept in this browser until it is saved or discarded; values of secret
 * headers are not.
 */
export function useDraft(id: string, saved: Draft, base: string) {
  const [found] = useState(() => readKept(id));
  const [history, setHistory] = useState<History<Draft>>(() => begin(found?.draft ?? saved));
  const [savedNow, setSavedNow] = useState(saved);
  const [resumed, setResumed] = useState(found !== null);
  const draft = history.now;
  const dirty = JSON.stringify(draft) !== JSON.stringify(savedNow);
  useEffect(() => {
    writePreference(nameOf(id), dirty ? JSON.stringify({ base, draft: withoutSecrets(draft) }) : 'null');
  }, [id, base, draft, dirty]);
  return {
    draft,
    dirty,
    /** Unsaved changes of an earlier visit are shown. */
    resumed: resumed && dirty,
    /** They were made to a flow that somebody has changed since. */
    outdated: resumed && dirty && found?.base !== base,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change: (part: Partial<Draft>, mark?: string) =>
      setHistory((was) => changed(was, { ...was.now, ...part }, mark ?? null)),
    undo: () => setHistory(undone),
    redo: () => setHistory(redone),
    discard: () => {
      setResumed(false);
      setHistory(begin(savedNow));
    },
    /** The server has this now. */
    settle: (next: Draft) => {
      setResumed(false);
      setSavedNow(next);
      setHistory(begin(next));
    },
    forget: () => writePreference(nameOf(id), 'null'),
  };
}

const withoutSecrets = (draft: Draft): Draft =>
  JSON.parse(JSON.stringify(draft), (key, value) =>
    key === 'secret_headers' && typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.keys(value).map((name) => [name, null]))
      : value,
  );
