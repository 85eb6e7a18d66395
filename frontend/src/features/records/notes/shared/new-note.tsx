import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createNote } from '@/api/gen/sdk.gen';
import { notify } from '@/ui/toast/manager';
import { NoteComposer } from './composer';
import { useNoteWrites } from './writes';

/** Where a note is written; empty again as soon as it is kept. A changed `focus` puts the cursor into it. */
export function NewNote({ customerId, focus, rows }: { customerId: string; focus?: number; rows?: number }) {
  const { t } = useTranslation('records/notes');
  const write = useNoteWrites(customerId);
  const [draft, setDraft] = useState(0);
  return (
    <NoteComposer
      key={draft}
      label={t('write')}
      submitLabel={t('add')}
      busy={write.isPending}
      focus={focus}
      rows={rows}
      onSubmit={(body) =>
        write.mutate(async () => {
          await createNote({ path: { customer_id: customerId }, body: { body }, throwOnError: true });
          setDraft((times) => times + 1);
          notify({ title: t('added') });
        })
      }
    />
  );
}
