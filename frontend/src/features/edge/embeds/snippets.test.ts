import { expect, test } from 'vitest';
import { frameSnippet, reactSnippet, scriptSnippet, serverSnippet } from './snippets';

const token = { key: 'KEY', label: 'Say "hi" <b>' };

test('snippets carry the public key and the label as text, never a secret', () => {
  expect(scriptSnippet(token, 'https://a.example')).toBe(
    '<script src="https://a.example/embed/widgets.js" data-embed="KEY" data-launch="/atrium/launch" data-title="Say &quot;hi&quot; &lt;b&gt;" async></script>',
  );
  expect(frameSnippet(token, 'https://a.example')).toContain('https://a.example/embed/w/KEY#code=');
  expect(reactSnippet(token, 'https://a.example')).toContain("script.dataset.embed = 'KEY'");
  expect(reactSnippet(token)).toContain("'atrium:form': (event) => onForm?.(event.detail)");
  const all = [scriptSnippet(token), frameSnippet(token), reactSnippet(token)].join('');
  expect(all).not.toContain('atr_');
  expect(serverSnippet('https://a.example')).toContain('https://a.example/api/v1/embed/launches');
});
