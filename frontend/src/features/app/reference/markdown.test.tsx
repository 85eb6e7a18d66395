import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { JsonText } from './json-text';
import { Markdown } from './markdown';

test('paragraphs, lists, code, strong and links become elements', () => {
  const text =
    'One **bold**\nline *and more*, 2 * 3 * 4.\n\nBefore:\n* `a` first\n  goes on\n* second\n\n```\nx = 1\n\ny = 2\n```\n\nSee [RFC](https://www.rfc-editor.org).';
  const { container } = render(<Markdown text={text} />);
  expect(screen.getByText('bold').tagName).toBe('STRONG');
  expect(screen.getByText('and more').tagName).toBe('EM');
  expect(container).toHaveTextContent('2 * 3 * 4');
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['a first goes on', 'second']);
  expect(container.querySelector('pre')?.textContent).toBe('x = 1\n\ny = 2');
  expect(screen.getByRole('link', { name: 'RFC' })).toHaveAttribute('href', 'https://www.rfc-editor.org');
});

test('a description brings in neither markup nor a script address', () => {
  const { container } = render(<Markdown text={'<img src=x onerror=alert(1)> [x](javascript:alert(1))'} />);
  expect(container.querySelector('img, a')).toBeNull();
  expect(container.textContent).toContain('<img src=x');
});

test('coloured JSON reads exactly like the text', () => {
  const text = JSON.stringify({ 'a "q"': [1, -2.5e3, null, true, 'text: "x"'], b: {} }, null, 2);
  const { container } = render(<JsonText text={text} />);
  expect(container.textContent).toBe(text);
  expect(container.querySelectorAll('span').length).toBeGreaterThan(4);
});
