/**
 * `<script src="…/embed/form.js" data-form="KEY" async></script>` puts the form where the script stands, in a frame that is
 * as high as what is in it. Runs on other people's pages: no globals, no styles but the frame's own.
 */
(() => {
  const script = document.currentScript as HTMLScriptElement | null;
  const key = script?.dataset.form;
  if (!script || !key) return;
  const { origin } = new URL(script.src);
  const frame = document.createElement('iframe');
  frame.src = `${origin}/f/${encodeURIComponent(key)}`;
  frame.title = script.dataset.title || 'Form';
  Object.assign(frame.style, { width: '100%', height: '480px', border: '0', display: 'block', colorScheme: 'normal' });
  script.after(frame);
  addEventListener('message', ({ origin: from, source, data }) => {
    if (from !== origin || source !== frame.contentWindow || data?.source !== 'atrium-form') return;
    if (data.type === 'height' && data.height > 0 && data.height < 20000)
      frame.style.height = `${Math.ceil(data.height)}px`;
    if (data.type === 'redirect' && typeof data.url === 'string' && data.url.startsWith('https://'))
      location.assign(data.url);
  });
})();
