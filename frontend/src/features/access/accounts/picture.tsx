import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteMemberAvatarMutation, setMemberAvatarMutation } from '@/api/gen/@tanstack/react-query.gen';
import { meQuery, useMe } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { SettingsGroup } from '@/components/settings-group';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { notify } from '@/ui/toast/manager';

const FileDrop = lazy(() => import('@/ui/file-drop').then(({ FileDrop }) => ({ default: FileDrop })));
const KINDS = ['.png', '.jpg', '.jpeg', '.webp', '.gif'];
const MAX_BYTES = 20_000_000;

/** The person's picture: shown, replaced, removed. */
export function Picture() {
  const { t } = useTranslation('access/accounts');
  const { member } = useMe();
  const client = useQueryClient();
  const [choosing, setChoosing] = useState(false);
  const done = (said: string) => async () => {
    await client.invalidateQueries({ queryKey: meQuery.queryKey });
    setChoosing(false);
    notify({ title: said, tone: 'positive' });
  };
  const meta = { inline: true };
  const path = { member_id: member.id };
  const upload = useMutation({ ...setMemberAvatarMutation(), meta, onSuccess: done(t('picture.saved')) });
  const remove = useMutation({ ...deleteMemberAvatarMutation(), meta, onSuccess: done(t('picture.removed')) });
  const error = upload.error ?? remove.error;
  return (
    <SettingsGroup title={t('picture.title')} text={t('picture.text')}>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-3">
          <Avatar id={member.id} name={member.name} src={member.avatar_url} size="xl" />
          <Button aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
            {t('picture.change')}
          </Button>
          {member.avatar_url && (
            <Button variant="quiet" busy={remove.isPending} onClick={() => remove.mutate({ path })}>
              {t('picture.remove')}
            </Button>
          )}
        </div>
        <Suspense>
          {choosing && (
            <FileDrop
              label={t('picture.drop')}
              hint={t('picture.hint')}
              accept={KINDS}
              maxBytes={MAX_BYTES}
              disabled={upload.isPending}
              onFile={(file) => upload.mutate({ path, body: { file } })}
            />
          )}
        </Suspense>
        {error && <ProblemNotice error={error} />}
      </div>
    </SettingsGroup>
  );
}
