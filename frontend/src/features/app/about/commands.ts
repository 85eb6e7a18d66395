/** Ready-to-paste commands for this installation; `origin` is the address the page was opened at. */
export const commands = (origin: string) => ({
  key: [
    `export ATRIUM_API_KEY="atr_live_…"`,
    `curl -H "Authorization: Bearer $ATRIUM_API_KEY" \\`,
    `  "${origin}/api/v1/customers?q=ana"`,
  ].join('\n'),
  session: [
    `curl -c session.txt -H "Content-Type: application/json" \\`,
    `  -d '{"email": "you@example.com", "password": "…"}' \\`,
    `  "${origin}/api/v1/auth/login"`,
    `curl -b session.txt "${origin}/api/v1/me"`,
  ].join('\n'),
  import: `atrium import customers contacts.csv \\\n  --base-url ${origin} --api-key "$ATRIUM_API_KEY"`,
});
