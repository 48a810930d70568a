import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { type EngineAnswer, forward } from '../../local/dynamodb/forward.ts';
import { type Call, callOf, noteAnswer } from './fault-calls.ts';
import { createRules, type Rule, type RuleHandle } from './fault-rules.ts';
import { type Answer, type Fault, internalErrorAnswer, refusalOf } from './faults.ts';

export interface FaultProxy {
  /** Give this to the SDK in place of the engine's address. */
  readonly endpoint: string;
  /** Every request so far, in order of arrival. */
  readonly calls: readonly Call[];
  /** From now on, does this to the calls that fit. The first rule that hits a call decides. */
  rule(rule: Rule): RuleHandle;
  /** Forgets all rules and calls. */
  reset(): void;
  /** Ends; calls still held by a `delay` never reach the engine. */
  stop(): Promise<void>;
}

/** Stands in front of a DynamoDB engine and shows its callers the faults that the local engine never has. */
export async function startFaultProxy({ target }: { readonly target: string }): Promise<FaultProxy> {
  const rules = createRules();
  const calls: Call[] = [];
  const stopped = new AbortController();
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const payload = await buffer(request);
    const call = callOf(request, payload);
    calls.push(call);
    const fault = rules.faultFor(call);
    call.fault = fault?.kind;
    const reachEngine = async (): Promise<EngineAnswer> => {
      // No kept connections: one that the engine closed meanwhile would be a fault that no rule made.
      const options = { agent: false, signal: stopped.signal } as const;
      const engineAnswer = await forward(target, request, payload, options);
      noteAnswer(call, engineAnswer);
      return engineAnswer;
    };
    await carryOut(fault, call, reachEngine, response);
  }

  // An idle connection must not break by itself: only rules make faults.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fault proxy has no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    calls,
    rule: rules.add,
    reset: () => {
      rules.clear();
      calls.length = 0;
    },
    stop: async () => {
      stopped.abort();
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function carryOut(
  fault: Fault | undefined,
  call: Call,
  reachEngine: () => Promise<EngineAnswer>,
  response: ServerResponse,
): Promise<void> {
  switch (fault?.kind) {
    case 'conflict':
    case 'throttle':
    case 'inProgress':
      return answer(response, call, refusalOf(fault, call.operation, call.body));
    case 'error500':
      if (fault.committed === true) await reachEngine();
      return answer(response, call, internalErrorAnswer());
    case 'lostReply':
      await reachEngine();
      return breakOff(response);
    case 'refuse':
      return breakOff(response);
    case 'delay':
      return delayed(fault, reachEngine, response);
    case undefined:
      return passOn(response, await reachEngine());
  }
}

async function delayed(
  fault: Extract<Fault, { kind: 'delay' }>,
  reachEngine: () => Promise<EngineAnswer>,
  response: ServerResponse,
): Promise<void> {
  const early = fault.hold === 'reply' ? await reachEngine() : undefined;
  await Promise.allSettled([fault.until]);
  passOn(response, early ?? (await reachEngine()));
}

function passOn(response: ServerResponse, { status, headers, payload }: EngineAnswer): void {
  response.writeHead(status, headers).end(payload);
}

function answer(response: ServerResponse, call: Call, { status, body }: Answer): void {
  const payload = Buffer.from(JSON.stringify(body));
  call.status = status;
  call.responseBytes = payload.length;
  response
    .writeHead(status, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': payload.length,
      'x-amzn-requestid': 'FAULT-PROXY',
      // Clients of several languages refuse an answer whose checksum does not fit.
      'x-amz-crc32': String(crc32(payload)),
    })
    .end(payload);
}

function breakOff(response: ServerResponse): void {
  response.socket?.destroy();
}
