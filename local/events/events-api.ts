import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type EventBus, EventsApiError, type PutEventsEntry } from './wiring.ts';

const TARGET_PREFIX = 'AWSEvents.';
const CONTENT_TYPE = 'application/x-amz-json-1.1';

/**
 * The EventBridge API over HTTP (AWS JSON 1.1) for SDK clients: PutEvents only. Other operations are refused by name.
 */
export function createEventsApi(bus: EventBus): RequestListener {
  return (request, response) => {
    answer(bus, request, response).catch((error: unknown) => {
      const known = error instanceof EventsApiError;
      const code = known ? error.code : 'InternalFailure';
      send(response, known ? 400 : 500, { __type: code, message: String(known ? error.message : error) });
    });
  };
}

async function answer(bus: EventBus, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = String(request.headers['x-amz-target'] ?? '');
  const body = parse(await text(request));
  if (target !== `${TARGET_PREFIX}PutEvents`) {
    throw new EventsApiError('UnknownOperationException', `The local event bus has no operation ${target}`);
  }
  send(response, 200, bus.putEvents(body.Entries as readonly PutEventsEntry[]));
}

function parse(body: string): { readonly Entries?: unknown } {
  try {
    return JSON.parse(body) as { Entries?: unknown };
  } catch {
    throw new EventsApiError('SerializationException', 'The request body is not JSON');
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': CONTENT_TYPE }).end(JSON.stringify(body));
}
