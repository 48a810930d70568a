import type { IncomingMessage, ServerResponse } from 'node:http';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface RouterDeps {
  readonly issuer: URL;
  readonly provide: Handler;
  readonly interaction: (request: IncomingMessage, response: ServerResponse, uid: string) => Promise<void>;
  /** Origins whose pages may call the endpoints below from a browser. */
  readonly origins: ReadonlySet<string>;
  readonly demoEmails: () => readonly string[];
  /** Where a person begins who comes from no application. */
  readonly start: () => string | undefined;
}

/** Endpoints that a web client calls by script: the provider itself would answer a preflight of any origin. */
const SCRIPTED = new Set(['/token', '/token/revocation']);

/** Leads the requests below the issuer's path to the sign-in pages or to the provider mounted there. */
export function createRouter(deps: RouterDeps): Handler {
  const { issuer, provide, interaction, origins, demoEmails } = deps;
  return async (request, response) => {
    const original = request.url ?? '/';
    const url = URL.parse(original, issuer.origin);
    if (url === null) return sendJson(response, 400, { error: 'invalid_request' });
    if (request.headers.host !== issuer.host) {
      // Cookies belong to a host name: who begins at 127.0.0.1 must go through the whole sign-in at localhost.
      if (request.method === 'GET' && url.pathname === `${issuer.pathname}/auth`) {
        response.writeHead(307, { Location: `${issuer.origin}${original}` }).end();
        return;
      }
      // The provider makes its links of this header; none may be made of what a client sends.
      request.headers.host = issuer.host;
    }
    const path = url.pathname.slice(issuer.pathname.length);
    const { origin } = request.headers;
    if (SCRIPTED.has(path) && origin !== undefined && !origins.has(origin)) {
      return sendJson(response, 403, { error: 'invalid_request', error_description: 'origin not allowed' });
    }
    if (path === '/demo-users' && request.method === 'GET') return sendJson(response, 200, demoEmails());
    const start = path === '/start' && request.method === 'GET' ? deps.start() : undefined;
    if (start !== undefined) return void response.writeHead(303, { Location: start }).end();
    const uid = /^\/interaction\/([\w-]{1,64})$/.exec(path)?.[1];
    if (uid !== undefined) return interaction(request, response, uid);
    // How the provider learns where it is mounted (its documentation, "Mounting oidc-provider").
    Object.assign(request, { originalUrl: original });
    request.url = original.slice(issuer.pathname.length) || '/';
    return provide(request, response);
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Vary: 'Origin' })
    .end(JSON.stringify(body));
}
