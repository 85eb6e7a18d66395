/** E.164 split for reading without a library: "+34600112233" stays exact, digits grouped. The server sends `display` too. */
export const telHref = (number: string) => `tel:${number.replace(/[^\d+]/g, '')}`;

type Parsed = { e164: string; display: string; valid: boolean };

/** Reads what a person typed. The phone data (35 KiB) is fetched with the first call. */
export async function readPhone(typed: string, country: string): Promise<Parsed> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
  const found = parsePhoneNumberFromString(typed, country as Parameters<typeof parsePhoneNumberFromString>[1] & string);
  if (!found) return { e164: typed.trim(), display: typed.trim(), valid: false };
  return { e164: found.number, display: found.formatInternational(), valid: found.isValid() };
}
