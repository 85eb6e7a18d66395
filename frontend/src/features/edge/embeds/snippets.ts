import type { EmbedTokenOut } from '@/api/gen/types.gen';

type Of = Pick<EmbedTokenOut, 'key' | 'label'>;
const attribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A script that puts the widgets where it stands; `/atrium/launch` is a route of the host's own server. */
export const scriptSnippet = ({ key, label }: Of, origin = location.origin) =>
  `<script src="${origin}/embed/widgets.js" data-embed="${key}" data-launch="/atrium/launch" data-title="${attribute(label)}" async></script>`;

/** A frame of one height: your server writes the code that it was given into the address. */
export const frameSnippet = ({ key, label }: Of, origin = location.origin) =>
  `<iframe src="${origin}/embed/w/${key}#code=LAUNCH_CODE" title="${attribute(label)}" width="100%" height="640" style="border:0"></iframe>`;

export const reactSnippet = ({ key }: Of, origin = location.origin) => `import { useEffect, useRef } from 'react';

export function AtriumWidgets({ onBalance, onForm }) {
  const place = useRef(null);
  useEffect(() => {
    const host = place.current;
    const heard = {
      'atrium:balance': (event) => onBalance?.(event.detail),
      'atrium:form': (event) => onForm?.(event.detail),
    };
    const script = document.createElement('script');
    script.src = '${origin}/embed/widgets.js';
    script.dataset.embed = '${key}';
    script.dataset.launch = '/atrium/launch';
    for (const type in heard) host.addEventListener(type, heard[type]);
    host.append(script);
    return () => {
      for (const type in heard) host.removeEventListener(type, heard[type]);
      host.replaceChildren();
    };
  }, [onBalance, onForm]);
  return <div ref={place} />;
}`;

/** What the route on the host's server does; the token stays there. */
export const serverSnippet = (origin = location.origin) => `// POST /atrium/launch, for signed-in visitors of yours
const answer = await fetch('${origin}/api/v1/embed/launches', {
  method: 'POST',
  headers: { Authorization: \`Bearer \${process.env.ATRIUM_EMBED_TOKEN}\` },
});
const { code } = await answer.json();
response.json({ code });`;
