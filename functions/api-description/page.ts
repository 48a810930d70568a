import { API_BASE, API_DOCS } from '../../shared/api-base.ts';
import type { ServedFiles } from './files.ts';
import { type Resource, textResource } from './resource.ts';

/** The part of an OpenAPI document that the page itself speaks of. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>;
}

/**
 * The texts of style elements that Redoc makes: an empty one that it fills by script, and that of its scroll bars. Allowing them by their
 * hashes allows no other; a test compares them with the bundle.
 */
export const STYLE_HASHES = [
  'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc=',
] as const;

/** Nothing but this host, no script or style written into the page; the search runs in a worker that the script makes. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${STYLE_HASHES.map((hash) => `'${hash}'`).join(' ')}`,
  'img-src data:',
  "connect-src 'self'",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FONTS = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';
const THEME = {
  typography: {
    fontSize: '15px',
    fontFamily: FONTS,
    headings: { fontFamily: FONTS },
    code: { fontFamily: 'ui-monospace, Consolas, "DejaVu Sans Mono", monospace', wrap: true },
  },
};

/** Redoc's own settings, as attributes of its element. */
const SETTINGS: Readonly<Record<string, string>> = {
  'spec-url': `${API_BASE}/openapi.json`,
  'expand-responses': '200,201',
  'json-sample-expand-level': '4',
  'required-props-first': 'true',
  theme: JSON.stringify(THEME),
};

/** The page to read the API on. It asks again each time whether there is a newer one, because it names its script by the hash. */
export function createPage(document: ApiDocument, files: ServedFiles): Resource {
  return textResource(pageOf(document, files), {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  });
}

function pageOf(document: ApiDocument, files: ServedFiles): string {
  const address = (name: string): string => `${API_DOCS}/${files.nameOf(name)}`;
  const settings = Object.entries(SETTINGS).map(([name, value]) => `${name}="${escaped(value)}"`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The API of Kartoteka</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${address('docs.css')}">
<script src="${address('redoc.js')}" defer></script>
</head>
<body>
<noscript>
<h1>The API of Kartoteka</h1>
<p>This page needs JavaScript to show everything. The whole description, for programs and for tools of your own:
<a href="${API_BASE}/openapi.json">openapi.json</a>. In short:</p>
<ul>
${operationsOf(document).join('\n')}
</ul>
</noscript>
<redoc ${settings.join(' ')}></redoc>
<footer>Shown with Redoc; <a href="${address('redoc-licences.txt')}">its licences</a>.
The description: <a href="${API_BASE}/openapi.json">openapi.json</a></footer>
</body>
</html>
`;
}

const operationsOf = ({ paths }: ApiDocument): string[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { summary = '' }]) =>
        `<li><code>${method.toUpperCase()} ${escaped(path)}</code> ${escaped(summary)}</li>`,
    ),
  );

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
