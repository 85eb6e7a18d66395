import type { Prepared } from './request';

export const languagesOfSnippets = ['curl', 'Python', 'JavaScript'] as const;
export type SnippetLanguage = (typeof languagesOfSnippets)[number];

/** The request as code to paste. The key is never part of it: it is read from `ATRIUM_API_KEY`. */
export function snippet(language: SnippetLanguage, request: Prepared, origin: string, signed: boolean): string {
  const url = origin + request.url;
  if (language === 'curl') return curl(request, url, signed);
  return language === 'Python' ? python(request, url, signed) : javascript(request, url, signed);
}

const quoteShell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const formEntries = (body: Prepared['body']) => (body instanceof FormData ? [...body.entries()] : []);

function curl({ method, headers, body }: Prepared, url: string, signed: boolean): string {
  const parts = [method === 'GET' ? `curl ${quoteShell(url)}` : `curl -X ${method} ${quoteShell(url)}`];
  if (signed) parts.push(`-H "Authorization: Bearer $ATRIUM_API_KEY"`);
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoteShell(`${name}: ${value}`)}`);
  if (typeof body === 'string') parts.push(`-d ${quoteShell(body)}`);
  for (const [name, value] of formEntries(body)) {
    parts.push(`-F ${quoteShell(value instanceof File ? `${name}=@${value.name}` : `${name}=${value}`)}`);
  }
  if (body instanceof File) parts.push(`--data-binary ${quoteShell(`@${body.name}`)}`);
  return parts.join(' \\\n  ');
}

function python({ method, headers, body }: Prepared, url: string, signed: boolean): string {
  const sent = Object.entries(headers).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  if (signed) sent.unshift(`"Authorization": "Bearer " + os.environ["ATRIUM_API_KEY"]`);
  const fields = formEntries(body);
  const files = fields.filter(([, value]) => value instanceof File) as [string, File][];
  const texts = fields.filter(([, value]) => typeof value === 'string');
  const pair = (name: string, value: string) => `${JSON.stringify(name)}: ${value}`;
  const lines = [
    `    ${JSON.stringify(url)},`,
    ...(sent.length > 0 ? [`    headers={${sent.join(', ')}},`] : []),
    ...(typeof body === 'string' ? [`    content=${JSON.stringify(body)},`] : []),
    ...(texts.length > 0 ? [`    data={${texts.map(([n, v]) => pair(n, JSON.stringify(v))).join(', ')}},`] : []),
    ...(files.length > 0
      ? [`    files={${files.map(([n, f]) => pair(n, `open(${JSON.stringify(f.name)}, "rb")`)).join(', ')}},`]
      : []),
    ...(body instanceof File ? [`    content=open(${JSON.stringify(body.name)}, "rb"),`] : []),
  ];
  const imports = signed ? 'import os\n\nimport httpx' : 'import httpx';
  return `${imports}\n\nresponse = httpx.${method.toLowerCase()}(\n${lines.join('\n')}\n)\nprint(response.status_code, response.text)`;
}

function javascript({ method, headers, body }: Prepared, url: string, signed: boolean): string {
  const sent = Object.entries(headers).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  if (signed) sent.unshift('Authorization: "Bearer " + process.env.ATRIUM_API_KEY');
  const options = [
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    ...(sent.length > 0 ? [`  headers: { ${sent.join(', ')} },`] : []),
    ...(typeof body === 'string' ? [`  body: ${JSON.stringify(body)},`] : []),
    ...(body instanceof FormData ? ['  body: form,'] : []),
    ...(body instanceof File ? ['  body: file,'] : []),
  ];
  const form = formEntries(body).map(([name, value]) =>
    value instanceof File
      ? `form.append(${JSON.stringify(name)}, file, ${JSON.stringify(value.name)});`
      : `form.append(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  const before = body instanceof FormData ? `const form = new FormData();\n${form.join('\n')}\n` : '';
  const call = options.length > 0 ? `${JSON.stringify(url)}, {\n${options.join('\n')}\n}` : JSON.stringify(url);
  return `${before}const response = await fetch(${call});\nconsole.log(response.status, await response.json());`;
}
