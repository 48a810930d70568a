import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../tests/equipment/eventually.ts';
import { createFunctions, type RunningFunctions } from './create-functions.ts';
import type { FunctionDefinition } from './definition.ts';
import { TenantMismatchError, UnknownFunctionError } from './functions.ts';
import { ENOUGH } from './pool.ts';

const HANDLER = `
let invocations = 0;
let running = 0;
export async function handler(event, context) {
  running += 1;
  invocations += 1;
  try {
    if (event.print) console.log(event.print);
    if (event.fail) throw new RangeError(event.fail);
    if (event.hang) await new Promise(() => undefined);
    if (event.spin) for (;;);
    if (event.exit) process.exit(3);
    if (event.background) setTimeout(() => { throw new Error('late'); }, 0);
    if (event.eat) { const kept = []; for (;;) kept.push(new Array(100_000).fill(Math.random())); }
    if (event.large) return 'x'.repeat(event.large);
    if (event.wait) await new Promise((resolve) => setTimeout(resolve, event.wait));
    return { invocations, running, variables: { ...process.env }, context: { ...context, left: context.getRemainingTimeInMillis() } };
  } finally {
    running -= 1;
  }
}`;

interface Answer {
  readonly invocations: number;
  readonly running: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, unknown>>;
}

let folder: string;
let functions: RunningFunctions;

function start(overrides: Partial<FunctionDefinition> = {}, code = HANDLER): void {
  const module = join(folder, 'index.mjs');
  writeFileSync(module, code);
  functions = createFunctions(
    [
      {
        name: 'probe',
        arn: 'arn:aws:lambda:eu-central-1:000000000000:function:probe',
        module,
        handler: 'handler',
        variables: { OWN: 'yes' },
        memoryMb: 128,
        timeoutSeconds: 20,
        concurrency: 3,
        logGroup: '/kartoteka/probe',
        tenantIsolation: false,
        ...overrides,
      },
    ],
    join(folder, 'logs'),
  );
}

async function answer(event: unknown): Promise<Answer> {
  const result = await functions.invoke('probe', event);
  if (!result.ok) throw new Error(result.error.errorMessage);
  return result.payload as Answer;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It never came true.');
    await pause(10);
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-functions-'));
});
afterEach(async () => {
  await functions.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('an execution environment', () => {
  it('is called with the event and a context like the service’s', async () => {
    start();
    const requestId = '7b9f2f2e-4c52-4a54-9d0f-0d8a3b1d5a11';
    const result = await functions.invoke(
      'arn:aws:lambda:eu-central-1:000000000000:function:probe',
      {},
      { requestId },
    );
    expect(result).toMatchObject({
      ok: true,
      payload: {
        context: {
          awsRequestId: requestId,
          functionName: 'probe',
          functionVersion: '$LATEST',
          invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:probe',
          memoryLimitInMB: '128',
        },
      },
    });
    expect(Number((await answer({})).context['left'])).toBeGreaterThan(8_000);
  });

  it('has its own variables and nothing of the process', async () => {
    start();
    const { variables } = await answer({});
    expect(variables['OWN']).toBe('yes');
    expect(variables['PATH']).toBeUndefined();
  });

  it('is used again, and takes one invocation at a time', async () => {
    start({ concurrency: 1 });
    const answers = await Promise.all([answer({ wait: 20 }), answer({ wait: 20 }), answer({})]);
    expect(answers.map(({ invocations }) => invocations)).toEqual([1, 2, 3]);
    expect(answers.every(({ running }) => running === 1)).toBe(true);
  });

  it('gets company while invocations wait, up to the reserved concurrency', async () => {
    start({ concurrency: 3 });
    const answers = await Promise.all(Array.from({ length: 9 }, () => answer({ wait: 400 })));
    const environments = answers.filter(({ invocations }) => invocations === 1).length;
    expect(environments).toBeGreaterThan(1);
    expect(environments).toBeLessThanOrEqual(3);
  });

  it('gets more company than keeps the machine busy where an invocation waits for long', async () => {
    start({ concurrency: ENOUGH + 1 });
    const calls = Array.from({ length: ENOUGH + 1 }, () =>
      functions.invoke('probe', { print: 'it runs', hang: true }),
    );
    // None of them ends by itself: the last one runs only in an environment that is one more.
    const log = join(folder, 'logs', 'probe.log');
    await eventually(() => expect(readFileSync(log, 'utf8').match(/it runs/g)).toHaveLength(calls.length), {
      deadline: 15_000,
    });
    await functions.stop();
    for (const result of await Promise.all(calls)) expect(result).toMatchObject({ ok: false });
  });

  it('reports an error with type, message and trace, and goes on', async () => {
    start();
    const result = await functions.invoke('probe', { fail: 'too far' });
    expect(result).toMatchObject({ ok: false, error: { errorType: 'RangeError', errorMessage: 'too far' } });
    expect(result.ok ? [] : result.error.trace?.[0]).toBe('RangeError: too far');
    expect((await answer({})).invocations).toBe(2);
  });

  it.each([['hang'], ['spin']])('is replaced when an invocation times out (%s)', async (how) => {
    start({ timeoutSeconds: 1 });
    const result = await functions.invoke('probe', { [how]: true });
    expect(result).toEqual({
      ok: false,
      error: { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 1.00 seconds' },
    });
    expect((await answer({})).invocations).toBe(1);
  });

  it('is replaced when the code exits, or throws where nobody catches', async () => {
    start();
    const result = await functions.invoke('probe', { exit: true });
    expect(result).toMatchObject({ ok: false, error: { errorType: 'Runtime.ExitError' } });
    await answer({ background: true });
    // The error may meet the next invocation or none; the one after has a new environment either way.
    await until(async () => {
      const next = await functions.invoke('probe', {});
      return next.ok && (next.payload as Answer).invocations === 1;
    });
  });

  it('is ended when it needs more memory than it has', async () => {
    start();
    const result = await functions.invoke('probe', { eat: true });
    expect(result).toMatchObject({ ok: false, error: { errorType: 'Runtime.OutOfMemory' } });
  });

  it('refuses events and answers over 6 MB', async () => {
    start();
    const event = await functions.invoke('probe', { text: 'x'.repeat(6 * 1024 * 1024) });
    expect(event).toMatchObject({ ok: false, error: { errorType: 'RequestEntityTooLargeException' } });
    const answered = await functions.invoke('probe', { large: 6 * 1024 * 1024 });
    expect(answered).toMatchObject({ ok: false, error: { errorType: 'Function.ResponseSizeTooLarge' } });
  });
});

describe('functions', () => {
  it('say why a module does not load, to each invocation', async () => {
    start({}, 'throw new TypeError("no table");');
    const results = await Promise.all([functions.invoke('probe', {}), functions.invoke('probe', {})]);
    for (const result of results) {
      expect(result).toMatchObject({
        ok: false,
        error: { errorType: 'TypeError', errorMessage: 'no table' },
      });
    }
  });

  it('reject a name the template does not hold', async () => {
    start();
    await expect(functions.invoke('nobody', {})).rejects.toBeInstanceOf(UnknownFunctionError);
  });

  it('keep what is printed, and failures, in a file of their own', async () => {
    start();
    await answer({ print: 'a line of the function' });
    await functions.invoke('probe', { fail: 'it broke' });
    const log = join(folder, 'logs', 'probe.log');
    await until(() => readFileSync(log, 'utf8').includes('it broke'));
    expect(readFileSync(log, 'utf8')).toContain('a line of the function\n');
  });

  it('keep what was printed before they are ended in the midst of their work', async () => {
    start({ timeoutSeconds: 1 });
    await functions.invoke('probe', { print: 'the last line', spin: true });
    expect(readFileSync(join(folder, 'logs', 'probe.log'), 'utf8')).toContain('the last line\n');
  });
});

describe('a function that keeps its tenants apart', () => {
  const of = async (tenantId: string, event: unknown = {}) => functions.invoke('probe', event, { tenantId });
  const told = async (tenantId: string, event: unknown = {}): Promise<Answer> => {
    const result = await of(tenantId, event);
    if (!result.ok) throw new Error(`${result.error.errorType}: ${result.error.errorMessage}`);
    return result.payload as Answer;
  };

  it('has environments for each, which know whom they serve', async () => {
    start({ tenantIsolation: true });
    expect(await told('one')).toMatchObject({ invocations: 1, context: { tenantId: 'one' } });
    expect(await told('other')).toMatchObject({ invocations: 1, context: { tenantId: 'other' } });
    expect(await told('one')).toMatchObject({ invocations: 2, context: { tenantId: 'one' } });
    expect((await told('one')).variables['PATH']).toBeUndefined();
  });

  it('is invoked for a tenant only, and no other function for one', async () => {
    start({ tenantIsolation: true });
    await expect(functions.invoke('probe', {})).rejects.toThrow(TenantMismatchError);
    await expect(of('a\nb')).rejects.toThrow(TenantMismatchError);
    await functions.stop();
    start();
    await expect(of('one')).rejects.toThrow(TenantMismatchError);
  });

  it('fails and is replaced as any other, whatever it was doing', async () => {
    start({ tenantIsolation: true, timeoutSeconds: 1 });
    expect(await of('one', { spin: true })).toMatchObject({
      ok: false,
      error: { errorType: 'Sandbox.Timedout' },
    });
    expect(await of('one', { exit: true })).toMatchObject({
      ok: false,
      error: { errorType: 'Runtime.ExitError' },
    });
    expect(await of('one', { fail: 'why' })).toMatchObject({ ok: false, error: { errorType: 'RangeError' } });
    expect(await told('one')).toMatchObject({ invocations: 2 });
  });

  it('leaves no process behind when the runtime stops', async () => {
    const code = 'export const handler = async () => process.pid;';
    start({ tenantIsolation: true }, code);
    const result = await of('one');
    const pid = Number(result.ok && result.payload);
    expect(pid).not.toBe(process.pid);
    expect(() => process.kill(pid, 0)).not.toThrow();
    await functions.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
