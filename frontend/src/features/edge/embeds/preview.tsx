import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { previewEmbedToken } from '@/api/gen/sdk.gen';
import type { EmbedTheme, EmbedTokenOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import styles from '@/styles/widgets.css?inline';
import { SkeletonLines } from '@/ui/skeleton';
import { EmbedClient } from './shared/client';
import { mount } from './widgets/board';
import { applyLook } from './widgets/look';

/** The widgets themselves, in a root of their own, reading with a bearer as a page would; the theme is the one being edited. */
export default function Preview({ token, theme }: { token: EmbedTokenOut; theme: EmbedTheme }) {
  const { t } = useTranslation('edge/embeds');
  const place = useRef<HTMLElement>(null);
  const path = { customer_id: token.customer_id, token_id: token.id };
  const session = useQuery({
    queryKey: ['embed-preview', token.id, token.updated_at],
    queryFn: async () => (await previewEmbedToken({ path, throwOnError: true })).data,
    staleTime: 10 * 60_000,
    gcTime: 0, // a bearer is kept no longer than it is shown
  });
  useEffect(() => {
    if (!place.current || !session.data) return;
    const root = place.current.shadowRoot ?? place.current.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    const { client, view } = EmbedClient.of(session.data);
    return mount(root, { view, client, tell: () => undefined });
  }, [session.data]);
  useEffect(() => {
    if (place.current) applyLook(place.current, theme);
  });
  return (
    <section aria-label={t('preview')} className="top-0 flex min-w-0 flex-col gap-2 self-start lg:sticky">
      <h3 className="font-medium text-sm">{t('preview')}</h3>
      {session.isPending && <SkeletonLines lines={4} />}
      {session.isError && <ProblemNotice error={session.error} retry={() => void session.refetch()} />}
      <section ref={place} aria-label={t('previewOf', { name: token.label })} className="rounded-md bg-canvas p-3" />
    </section>
  );
}
