import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';

/** What a function knows of its invocation; `remaining` is what it has left, in milliseconds. */
export function lambdaContext(remaining = 20_000): Context {
  const deadline = performance.now() + remaining;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'test',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:test',
    memoryLimitInMB: '512',
    awsRequestId: 'test',
    logGroupName: 'test',
    logStreamName: 'test',
    getRemainingTimeInMillis: () => deadline - performance.now(),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly details: unknown;
}

/** A logger that keeps its lines instead of printing them. */
export class KeepingLogger extends Logger {
  readonly lines: LogLine[] = [];

  constructor() {
    super({ logLevel: 'SILENT' });
  }

  override info(message: unknown, ...details: unknown[]): void {
    this.#keep('info', message, details);
  }

  override warn(message: unknown, ...details: unknown[]): void {
    this.#keep('warn', message, details);
  }

  override error(message: unknown, ...details: unknown[]): void {
    this.#keep('error', message, details);
  }

  #keep(level: LogLine['level'], message: unknown, [details]: unknown[]): void {
    this.lines.push({ level, message: String(message), details });
  }
}
