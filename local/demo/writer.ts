import type { Caller } from '../../functions/runtime/caller.ts';
import { findReplay } from '../../functions/runtime/change.ts';
import { readIdempotency } from '../../functions/runtime/headers.ts';
import type { Answer, RequestContext } from '../../functions/runtime/request.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import type { Ledger } from './ledger.ts';

/** One request to a service of the product, made by somebody at an instant in the past. */
export interface Request {
  /** Names the write for good: a repeat under the same name changes nothing. */
  readonly name: string;
  readonly caller: Caller;
  readonly at: Date;
  readonly body: unknown;
  readonly send: (context: RequestContext) => Promise<Answer>;
}

/** Does a request once and gives the id of what it made; empty where it made nothing with an id. */
export type Write = (request: Request) => Promise<string>;

export interface WriterDependencies {
  readonly table: Table;
  readonly ledger: Ledger;
  readonly onWritten: () => void;
}

/**
 * Writes through the product's own services. What the ledger knows is not done again; what was written and not noted,
 * because the process died in between, is answered from the idempotency record that lies beside it in the table.
 */
export function createWriter({ table, ledger, onWritten }: WriterDependencies): Write {
  return async ({ name, caller, at, body, send }) => {
    const known = ledger.find(name);
    if (known !== undefined) {
      onWritten();
      return known;
    }
    const idempotency = readIdempotency(`demo-${name}`, { method: 'POST', path: name, body });
    const context: RequestContext = {
      caller,
      now: at,
      correlationId: `demo-${name}`,
      ...(idempotency ? { idempotency } : {}),
    };
    const answer = await send(context).catch(async (error: unknown) => {
      const replay = await findReplay(table, context);
      if (replay) return replay;
      throw new Error(`The demo could not write ${name}`, { cause: error });
    });
    const id = idOf(answer.body);
    ledger.note(name, id);
    onWritten();
    return id;
  };
}

function idOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('id' in body)) return '';
  return typeof body.id === 'string' ? body.id : '';
}
