import { expect, test } from 'vitest';
import { frameSnippet, originOf, scriptSnippet } from './snippets';

const form = { key: 'KEY', name: 'Contact', title: 'Say "hi" <b>' };

test('snippets carry the title as text', () => {
  expect(scriptSnippet(form, 'https://a.example')).toBe(
    '<script src="https://a.example/embed/form.js" data-form="KEY" data-title="Say &quot;hi&quot; &lt;b&gt;" async></script>',
  );
  expect(frameSnippet({ ...form, title: '' }, 'https://a.example')).toContain('title="Contact"');
});

test.each([
  ['shop.example', 'https://shop.example'],
  [' https://Shop.Example/ ', 'https://shop.example'],
  ['http://localhost:5000', 'http://localhost:5000'],
  ['https://shop.example/path', null],
  ['https://*.example', null],
  ['ftp://shop.example', null],
  ['https://a:b@shop.example', null],
  ['', null],
])('%s is the origin %s', (text, origin) => expect(originOf(text)).toBe(origin));
