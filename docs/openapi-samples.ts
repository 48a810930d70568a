import { API_BASE } from '../shared/api-base.ts';
import type { Route } from '../shared/route.ts';
import { QUERY_EXAMPLES } from './examples/parameters.ts';
import type { JsonSchema } from './json-schema.ts';
import { EXAMPLES } from './openapi-examples.ts';
import { examplePath, pathExamples } from './openapi-parameters.ts';

/** A call of a route with its examples, as one writes it: the page shows them beside the operation. */
export const samplesOf = (id: string, route: Route): JsonSchema[] => [
  { lang: 'Shell', label: 'curl', source: curlSample(id, route) },
  { lang: 'TypeScript', label: 'TypeScript', source: typeScriptSample(id, route) },
];

function curlSample(id: string, route: Route): string {
  const path = examplePath(id, route);
  const query = Object.entries(QUERY_EXAMPLES[id] ?? {});
  const body = EXAMPLES[id];
  const parts = [
    `curl ${route.method === 'GET' ? '' : `--request ${route.method} `}"$KARTOTEKA_URL${API_BASE}${path}"`,
    '--header "Authorization: Bearer $KARTOTEKA_TOKEN"',
    ...(route.method === 'POST' ? ['--header "Idempotency-Key: $(uuidgen)"'] : []),
    ...(query.length > 0 ? ['--get'] : []),
    ...query.map(([name, value]) => `--data-urlencode ${quoted(`${name}=${String(value)}`)}`),
    ...(body === undefined
      ? []
      : ["--header 'Content-Type: application/json'", `--data ${quoted(JSON.stringify(body, null, 2))}`]),
  ];
  return parts.join(' \\\n  ');
}

/** A text that a shell takes as it is. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A call of the typed client (`shared/api-client.ts`). */
function typeScriptSample(id: string, route: Route): string {
  const params = pathExamples(id, route);
  const call = {
    ...(Object.keys(params).length > 0 ? { params } : {}),
    ...(QUERY_EXAMPLES[id] ? { query: QUERY_EXAMPLES[id] } : {}),
    ...(route.body ? { body: EXAMPLES[id] } : {}),
  };
  const written = Object.keys(call).length > 0 ? literal(call) : '';
  return `${route.response ? 'const { data } = ' : ''}await api.${id}(${written});`;
}

/** A value in the way of TypeScript: names without quotes where they need none, texts in single ones. */
function literal(value: unknown, indent = ''): string {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const within = `${indent}  `;
  const entries = Array.isArray(value)
    ? value.map((one) => literal(one, within))
    : Object.entries(value).map(
        ([name, inner]) => `${NAME.test(name) ? name : text(name)}: ${literal(inner, within)}`,
      );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const short = `${open} ${entries.join(', ')} ${close}`;
  if (short.length + indent.length <= SHORT_LINE && !short.includes('\n'))
    return Array.isArray(value) ? `[${entries.join(', ')}]` : short;
  return `${open}\n${entries.map((entry) => `${within}${entry},\n`).join('')}${indent}${close}`;
}

/** Characters that the page shows beside each other. */
const SHORT_LINE = 60;

const NAME = /^[A-Za-z_$][\w$]*$/;

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
