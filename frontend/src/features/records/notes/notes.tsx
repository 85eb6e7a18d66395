import { useInfiniteQuery } from '@tanstack/react-query';
import { Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRST_PAGE } from '@/api/catalogues';
import { listNotesInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import { deleteNote, pinNote, unpinNote, updateNote } from '@/api/gen/sdk.gen';
import type { NoteOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { MarkdownView } from '@/components/markdown-view';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { Avatar } from '@/ui/avatar';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem } from '@/ui/menu';
import { SkeletonLines } from '@/ui/skeleton';
import { NoteComposer } from './shared/composer';
import { NewNote } from './shared/new-note';
import { useNoteWrites } from './shared/writes';

type Props = { customerId: string; mayWrite: boolean; focus: number };

/** What people wrote about the customer: pinned ones first, then the newest. */
export function Notes({ customerId, mayWrite, focus }: Props) {
  const { t } = useTranslation(['records/notes', 'components']);
  const notes = useInfiniteQuery({
    ...listNotesInfiniteOptions({ path: { customer_id: customerId }, query: { limit: 30 } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
  });
  const items = notes.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-3 py-4">
      {mayWrite && <NewNote customerId={customerId} focus={focus} />}
      {notes.isPending && <SkeletonLines lines={4} />}
      {notes.isError && <ProblemNotice error={notes.error} retry={() => void notes.refetch()} />}
      {notes.isSuccess && items.length === 0 && (
        <EmptyState title={t('none')} text={mayWrite ? t('noneText') : undefined} />
      )}
      <ul className="flex flex-col">
        {items.map((note) => (
          <NoteItem key={note.id} note={note} mayPin={mayWrite} />
        ))}
      </ul>
      <MoreButton of={notes} className="self-center">
        {t('components:showMore')}
      </MoreButton>
    </div>
  );
}

function NoteItem({ note, mayPin }: { note: NoteOut; mayPin: boolean }) {
  const { t } = useTranslation(['records/notes', 'components']);
  const { timeZone } = usePlace();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const write = useNoteWrites(note.customer_id);
  const path = { note_id: note.id };
  return (
    <li className="group/note flex gap-3 border-b py-3 last:border-b-0">
      <Avatar id={note.author.id ?? note.author.name} name={note.author.name} src={note.author.avatar_url} />
      <div className="min-w-0 flex-1">
        <div className="flex min-h-7 flex-wrap items-center gap-x-2 text-sm">
          <span className="font-medium">{note.author.name}</span>
          <RelativeTime at={note.created_at} timeZone={timeZone} className="text-muted text-xs" />
          {note.edited_at && <span className="text-muted text-xs">{t('edited')}</span>}
          {note.pinned && (
            <span className="flex items-center gap-1 text-accent-ink text-xs">
              <Pin size={12} aria-hidden />
              {t('pinned')}
            </span>
          )}
          {(note.editable || mayPin) && !editing && (
            <span className="ms-auto">
              <Menu
                align="end"
                trigger={<IconButton size="sm" icon={Ellipsis} label={t('options', { name: note.author.name })} />}
              >
                {note.editable && (
                  <MenuItem icon={Pencil} onClick={() => setEditing(true)}>
                    {t('edit')}
                  </MenuItem>
                )}
                {mayPin && (
                  <MenuItem
                    icon={note.pinned ? PinOff : Pin}
                    onClick={() =>
                      write.mutate(() =>
                        note.pinned ? unpinNote({ path, throwOnError: true }) : pinNote({ path, throwOnError: true }),
                      )
                    }
                  >
                    {t(note.pinned ? 'unpin' : 'pin')}
                  </MenuItem>
                )}
                {note.editable && (
                  <MenuItem icon={Trash2} danger onClick={() => setDeleting(true)}>
                    {t('delete')}
                  </MenuItem>
                )}
              </Menu>
            </span>
          )}
        </div>
        {editing ? (
          <NoteComposer
            label={t('edit')}
            initial={note.body}
            submitLabel={t('components:save')}
            busy={write.isPending}
            focus={1}
            onCancel={() => setEditing(false)}
            onSubmit={(body) =>
              write.mutate(async () => {
                await updateNote({ path, body: { body }, throwOnError: true });
                setEditing(false);
              })
            }
          />
        ) : (
          <MarkdownView html={note.html} className="text-sm" />
        )}
      </div>
      <Confirm
        open={deleting}
        onOpenChange={setDeleting}
        title={t('deleteTitle')}
        text={t('deleteText')}
        confirmLabel={t('delete')}
        danger
        onConfirm={() => write.mutateAsync(() => deleteNote({ path, throwOnError: true }))}
      />
    </li>
  );
}
