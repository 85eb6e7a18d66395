const TOKENS = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const COLOURED_CHARACTERS = 40_000;

/** JSON with its keys, texts and other values in three colours; a very long text stays plain, to stay fast. */
export function JsonText({ text }: { text: string }) {
  if (text.length > COLOURED_CHARACTERS || !/^\s*[[{"]/.test(text)) return text;
  const parts: React.ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [whole, quoted, colon = ''] = match;
    parts.push(text.slice(end, match.index));
    const colour = colon ? 'text-ink' : quoted ? 'text-positive-ink' : 'text-info-ink';
    parts.push(
      <span key={match.index} className={colour}>
        {quoted ?? whole}
      </span>,
      colon,
    );
    end = match.index + whole.length;
  }
  return [...parts, text.slice(end)];
}
