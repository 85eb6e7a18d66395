/** @jsxImportSource preact */
import './styles/form.css';
import './styles/widgets.css';
import { render } from 'preact';
import type { EmbedPageOut } from './api/gen/types.gen';
import { Bridge, type ToHost } from './features/edge/embeds/shared/bridge';
import { call, EmbedClient, type Refusal } from './features/edge/embeds/shared/client';
import { language, words } from './features/edge/embeds/shared/words';
import { Board } from './features/edge/embeds/widgets/board';
import { applyLook } from './features/edge/embeds/widgets/look';
import { Said } from './features/edge/embeds/widgets/parts';
import { FormPage } from './features/edge/forms/pages/page';
import { widgetForm } from './features/edge/forms/pages/widget';

const root = document.documentElement;
const place = document.getElementById('widgets') as HTMLElement;
root.lang = language;

/** From the fragment, which no server ever sees; gone from the address before anything else runs. */
function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  history.replaceState(null, '', location.pathname);
  return code;
}

function refuse(refusal: Refusal, retry: () => void): void {
  render(
    <div class="board">
      <section class="card">
        <Said refusal={refusal} retry={retry} />
      </section>
    </div>,
    place,
  );
}

async function start(key: string, given: string | null): Promise<void> {
  let bridge: Bridge | undefined;
  try {
    const page = await call<EmbedPageOut>(`/pages/${encodeURIComponent(key)}`);
    applyLook(root, page.theme);
    const host = new Bridge(page.allowed_origins);
    bridge = host;
    new ResizeObserver(() =>
      host.tell({ type: 'height', height: Math.ceil(place.getBoundingClientRect().height) }),
    ).observe(place);
    if (!given) render(<p role="status">{words.waiting}</p>, place);
    const ask = () => host.ask();
    const { client, view } = await EmbedClient.launch(given ?? (await ask()), ask);
    applyLook(root, view.theme);
    const tell = (message: ToHost) => host.tell(message);
    const source = widgetForm(client, tell);
    const board = <Board view={view} client={client} tell={tell} form={() => <FormPage source={source} />} />;
    // A form is a page of its own, with its landmark and its heading.
    const named = (
      <main>
        <h1 class="unseen">{view.workspace_name}</h1>
        {board}
      </main>
    );
    render(view.widgets.includes('form') ? board : named, place);
    host.tell({ type: 'ready', widgets: view.widgets });
  } catch (thrown) {
    const refusal = thrown as Refusal;
    bridge?.tell({ type: 'error', status: refusal.status, code: refusal.code });
    refuse(refusal, () => void start(key, null));
  }
}

if (window.parent !== window) root.dataset.framed = '';
void start(location.pathname.split('/')[3] ?? '', takeCode());
