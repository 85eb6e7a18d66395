type Choice = { key: string; label: string };

/** One choice a line; its stable name is the one it has already, or made of its letters and digits. Other types have no choices. */
export function choicesOf(type: string, lines: string, known: readonly Choice[] = []): Choice[] {
  if (type !== 'choice' && type !== 'choices') return [];
  const labels = lines.split('\n').flatMap((line) => line.trim() || []);
  return labels.map(
    (label, place) =>
      known.find((choice) => choice.label === label) ?? { key: keyOf(label) || `choice_${place + 1}`, label },
  );
}

function keyOf(label: string): string {
  const plain = label.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 60);
}
