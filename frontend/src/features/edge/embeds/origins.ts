/** One address a line → what the server is given; it says which of them is none. */
export const readOrigins = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((each) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(each) ? each : `https://${each}`));
