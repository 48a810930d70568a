import { randomUUID } from 'node:crypto';
import * as z from 'zod';

const problemSchema = z.object({
  code: z.string(),
  errors: z.array(z.object({ pointer: z.string().optional(), code: z.string() })).optional(),
});

/** The API refused a request. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  /** Pointers into the body with what is wrong there. */
  readonly issues: readonly { readonly pointer?: string | undefined; readonly code: string }[];

  constructor(request: string, status: number, text: string) {
    super(`${request}: ${status} ${text}`);
    const problem = problemSchema.safeParse(json(text)).data;
    this.status = status;
    this.code = problem?.code ?? 'unknown';
    this.issues = problem?.errors ?? [];
  }
}

/** A program that uses the public API as any other would. */
export interface ApiClient {
  get<S extends z.ZodType>(path: string, answer: S): Promise<z.output<S>>;
  /** Sent with a key of its own, so that a repeat after a busy moment makes nothing twice. */
  post<S extends z.ZodType>(path: string, body: unknown, answer: S): Promise<z.output<S>>;
}

const TRIES = 4;
/** The service's answers that ask for another try (RFC 9110). */
const PASSING = new Set([429, 503]);

/** @param base address of the API with its version, e.g. `http://localhost:8080/api/v1` */
export function createApiClient(base: string, token: string): ApiClient {
  const send = async <S extends z.ZodType>(
    path: string,
    init: RequestInit,
    answer: S,
  ): Promise<z.output<S>> => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(base + path, init);
      const text = await response.text();
      if (response.ok) return answer.parse(json(text));
      if (!PASSING.has(response.status) || attempt === TRIES) {
        throw new Refused(`${init.method} ${path}`, response.status, text);
      }
    }
  };
  const authorization = `Bearer ${token}`;
  return {
    get: (path, answer) => send(path, { method: 'GET', headers: { authorization } }, answer),
    post: (path, body, answer) => {
      const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      return send(path, { method: 'POST', headers, body: JSON.stringify(body) }, answer);
    },
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
