/** The name being typed after an `@` that begins a word, up to where the cursor is. */
export function openMention(text: string, cursor: number): { from: number; typed: string } | null {
  const before = text.slice(0, cursor);
  const found = /(?:^|[\s(])@([\p{L}\p{M}\p{N}.'-]*(?: [\p{L}\p{M}\p{N}.'-]*)?)$/u.exec(before);
  if (!found) return null;
  const typed = found[1] ?? '';
  return { from: cursor - typed.length - 1, typed };
}

/** Puts the mention of a member where its name was being typed; answers the text and where the cursor belongs. */
export function putMention(
  text: string,
  { from, typed }: { from: number; typed: string },
  member: { id: string; name: string },
): { text: string; cursor: number } {
  const mention = `@[${member.name.replace(/[[\]]/g, '')}](member:${member.id}) `;
  const rest = text.slice(from + 1 + typed.length).replace(/^ /, '');
  return { text: text.slice(0, from) + mention + rest, cursor: from + mention.length };
}
