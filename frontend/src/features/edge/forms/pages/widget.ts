import type { EmbedForm, FormReceipt } from '@/api/gen/types.gen';
import type { ToHost } from '@/features/edge/embeds/shared/bridge';
import { type EmbedClient, ownSentenceOf, type Refusal as WidgetRefusal } from '@/features/edge/embeds/shared/client';
import type { FormSource, Refusal } from './api';

const refused = (thrown: unknown): never => {
  const { status, code, errors = [], wait = 0 } = thrown as WidgetRefusal;
  throw { status, code, errors, wait } satisfies Refusal;
};

/** The form of a widget: its answers are those of the widget's customer. */
export const widgetForm = (client: EmbedClient, tell: (message: ToHost) => void): FormSource => ({
  read: () => client.get<EmbedForm>('/form').catch(refused),
  send: (post) => client.post<FormReceipt>('/form', post).catch(refused),
  // Where the visitor goes next is for the host page to decide: the frame may not take it away.
  sent: ({ redirect_url }) => tell({ type: 'form', redirect_url }),
  // The form has words of its own for what passes.
  sentence: (refusal) => ([0, 429].includes(refusal.status) ? null : ownSentenceOf(refusal)),
});
