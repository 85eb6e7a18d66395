import { createElement, Fragment, type ReactNode } from 'react';

/**
 * The Markdown that descriptions in a contract use: paragraphs, lists, headings, fenced code, `code`, **strong**,
 * *emphasis* and links. It builds elements, never HTML, so a description cannot bring a script in.
 */
export function Markdown({ text, className }: { text: string; className?: string }) {
  const blocks = text.trim().match(BLOCKS) ?? [];
  return <div className={className}>{together(...blocks.map(renderBlock))}</div>;
}

/** The parts of a fixed text never change places, so they need no keys. */
const together = (...parts: ReactNode[]) => createElement(Fragment, null, ...parts);

/** A fenced piece with its blank lines, or lines up to the next blank one. */
const BLOCKS = /^```[\s\S]*?^```$|^(?!```)[^\n]+(?:\n(?!```)[^\n]+)*/gm;
const BULLET = /^\s*([-*]|\d+\.)\s+/;

function renderBlock(block: string): ReactNode {
  const fence = /^```\w*\n([\s\S]*?)\n?```$/.exec(block.trim());
  if (fence) return <pre className="my-2 overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs">{fence[1]}</pre>;
  const lines = block.split('\n');
  const heading = /^#{1,6}\s+(.*)$/.exec(lines[0] ?? '')?.[1];
  if (heading) {
    const rest = lines.slice(1).join('\n');
    return together(<p className="mt-4 font-semibold">{inline(heading)}</p>, rest && renderBlock(rest));
  }
  const start = lines.findIndex((line) => BULLET.test(line));
  if (start < 0) return <p className="my-2">{inline(lines.join(' '))}</p>;
  const before = lines.slice(0, start).join(' ');
  return together(
    before && <p className="my-2">{inline(before)}</p>,
    <ul className="my-2 list-disc ps-5 marker:text-muted">{together(...listItems(lines.slice(start)))}</ul>,
  );
}

/** A line without a bullet goes on with the item before it. */
function listItems(lines: string[]): ReactNode[] {
  const items: string[] = [];
  for (const line of lines) {
    if (BULLET.test(line)) items.push(line.replace(BULLET, ''));
    else items.push(`${items.pop()} ${line.trim()}`);
  }
  return items.map(renderItem);
}

const renderItem = (item: string) => createElement('li', null, inline(item));

const MARKS = /(``?[^`]+``?|\*\*[^*]+\*\*|\*[^\s*][^*]*\*|\[[^\]]+\]\((?:https?:\/\/|\/|#)[^)\s]*\))/;

/** One line of it, without a block around. */
export const inline = (text: string): ReactNode => together(...text.split(MARKS).map(renderMark));

function renderMark(part: string): ReactNode {
  if (part.startsWith('`')) {
    const code = part.replace(/^``?|``?$/g, '');
    return <code className="rounded-sm bg-hover px-1 py-px font-mono text-[0.92em]">{code}</code>;
  }
  if (part.startsWith('**')) return <strong className="font-semibold">{part.slice(2, -2)}</strong>;
  if (/^\*[^*]+\*$/.test(part)) return <em>{part.slice(1, -1)}</em>;
  const link = /^\[([^\]]+)\]\((.+)\)$/.exec(part);
  if (!link) return part;
  return (
    <a href={link[2]} rel="noreferrer" className="text-accent-ink underline underline-offset-2">
      {link[1]}
    </a>
  );
}
