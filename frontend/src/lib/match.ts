type Part = { part: string; hit: boolean };

/** Lower case without accents, of the same length as the text, so that places in one are places in the other. */
const plain = (text: string) =>
  [...text]
    .map((sign) => {
      const bare = sign.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
      return bare.length === sign.length ? bare : sign.toLowerCase().slice(0, sign.length).padEnd(sign.length);
    })
    .join('');

/** Cuts a text where words of a query are found. Digits of a number are found across spaces: "60011" in "600 11 56". */
export function partsOf(text: string, query: string | undefined): Part[] {
  const words = plain(query ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const searched = plain(text);
  const hits = new Array<boolean>(text.length).fill(false);
  const mark = (from: number, to: number) => hits.fill(true, from, to);
  for (const word of words) {
    for (let at = searched.indexOf(word); at >= 0; at = searched.indexOf(word, at + word.length)) {
      mark(at, at + word.length);
    }
  }
  const digits = (query ?? '').replace(/\D/g, '');
  if (digits.length >= 2 && /^[\d\s()+./-]+$/.test(text)) {
    const places = [...text].flatMap((sign, at) => (/\d/.test(sign) ? [at] : []));
    const at = places
      .map((place) => text[place])
      .join('')
      .indexOf(digits);
    const [from, to] = [places[at], places[at + digits.length - 1]];
    if (at >= 0 && from !== undefined && to !== undefined) mark(from, to + 1);
  }
  const parts: Part[] = [];
  for (let at = 0; at < text.length; at++) {
    const hit = hits[at] ?? false;
    const last = parts.at(-1);
    if (last && last.hit === hit) last.part += text[at];
    else parts.push({ part: text[at] ?? '', hit });
  }
  return parts;
}
