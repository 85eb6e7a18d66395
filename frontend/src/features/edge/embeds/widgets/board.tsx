/** @jsxImportSource preact */
import { type ComponentType, render } from 'preact';
import type { EmbedView } from '@/api/gen/types.gen';
import type { ToHost } from '../shared/bridge';
import type { EmbedClient } from '../shared/client';
import { Credits } from './credits';
import { Quota } from './quota';
import { Notes, Profile, Timeline } from './records';

type Props = {
  view: Pick<EmbedView, 'widgets' | 'form_key'>;
  client: EmbedClient;
  tell: (message: ToHost) => void;
  /** Shows the form; without it the widget `form` is left out. */
  form?: ComponentType;
};

/** The widgets of a configuration, in their order. */
export function Board({ view, client, tell, form: Form }: Props) {
  return (
    <div class="board">
      {view.widgets.map((widget) => {
        switch (widget) {
          case 'profile':
            return <Profile key={widget} client={client} />;
          case 'credits':
            return <Credits key={widget} client={client} tell={tell} />;
          case 'quota':
            return <Quota key={widget} client={client} />;
          case 'notes':
            return <Notes key={widget} client={client} />;
          case 'timeline':
            return <Timeline key={widget} client={client} />;
          case 'form':
            return (
              Form &&
              view.form_key && (
                <section key={widget} class="card" data-widget="form">
                  <Form />
                </section>
              )
            );
          default:
            return widget satisfies never;
        }
      })}
    </div>
  );
}

/** Puts the widgets into an element of any page; returns what takes them away again. */
export function mount(place: Element | ShadowRoot, props: Props): () => void {
  render(<Board {...props} />, place);
  return () => render(null, place);
}
