/** Saves text the browser already has. A file the server makes is a link with `download`. */
export function saveText(name: string, content: string, type = 'text/plain'): void {
  const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  saveAddress(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Saves what an address of this server answers; the cookie goes along. */
export function saveAddress(address: string, name = ''): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
