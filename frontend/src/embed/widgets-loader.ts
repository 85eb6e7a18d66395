/**
 * `<script src="…/embed/widgets.js" data-embed="KEY" data-launch="/your/route" async></script>` puts the widgets where the
 * script stands. `data-launch` is a route of the host's own server that answers `{"code": "…"}` to a POST; `data-code` may
 * carry the first code. Runs on other people's pages: no globals; what happens is told as events `atrium:…` of the place.
 */
(() => {
  const script = document.currentScript as HTMLScriptElement | null;
  const { embed: key, launch, code, title } = script?.dataset ?? {};
  if (!script || !key) return;
  const { origin } = new URL(script.src);
  const source = 'atrium-embed';
  const place = document.createElement('div');
  script.after(place);
  const tell = (type: string, detail: object) =>
    place.dispatchEvent(new CustomEvent(`atrium:${type}`, { detail, bubbles: true }));
  const refuse = (message: string, why: string) => {
    const said = document.createElement('p');
    said.setAttribute('role', 'alert');
    said.textContent = message;
    Object.assign(said.style, { padding: '12px 16px', border: '1px solid', borderRadius: '8px', margin: '0' });
    place.replaceChildren(said);
    tell('refused', { code: why, message });
  };
  const begin = () => {
    const frame = document.createElement('iframe');
    frame.src = `${origin}/embed/w/${encodeURIComponent(key)}${code ? `#code=${encodeURIComponent(code)}` : ''}`;
    frame.title = title || 'Atrium';
    Object.assign(frame.style, {
      width: '100%',
      height: '160px',
      border: '0',
      display: 'block',
      colorScheme: 'normal',
    });
    place.replaceChildren(frame);
    addEventListener('message', async ({ origin: from, source: sender, data }) => {
      if (from !== origin || sender !== frame.contentWindow || data?.source !== source) return;
      const { source: _, type, ...detail } = data;
      if (type === 'height' && data.height > 0 && data.height < 20000)
        frame.style.height = `${Math.ceil(data.height)}px`;
      if (type === 'launch' && launch) {
        const answer = await fetch(launch, { method: 'POST', headers: { Accept: 'application/json' } }).catch(
          () => null,
        );
        const next = answer?.ok ? (await answer.json().catch(() => ({}))).code : '';
        if (next) frame.contentWindow?.postMessage({ source, type: 'code', code: next }, origin);
        else tell('error', { code: 'no-launch-code', status: answer?.status ?? 0 });
      }
      tell(type, detail);
    });
  };
  // A site that is not allowed hears it here, in words; the browser would only show a blank frame.
  fetch(`${origin}/api/v1/embed/pages/${encodeURIComponent(key)}`, { credentials: 'omit' }).then(async (answer) => {
    if (answer.ok || answer.status >= 500 || answer.status === 429) return begin();
    const { title: head, detail, code: why } = await answer.json().catch(() => ({}));
    refuse(detail || head || 'This widget cannot be shown here.', why || '');
  }, begin);
})();
