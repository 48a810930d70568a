import {
  InternalServerError,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ResourceNotFoundException,
  ThrottlingException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { type ErrorKind, KartotekaError, notFound } from '../../shared/errors.ts';
import { toKartotekaError, toProblem } from './problem.ts';

const meta = { $metadata: {}, message: 'the engine says so' };
const withCode = (code: string) => Object.assign(new Error('connect failed'), { code });
const named = (name: string) => Object.assign(new Error('x'), { name });

describe('toKartotekaError', () => {
  it('leaves our own errors alone', () => {
    const error = notFound('company');
    expect(toKartotekaError(error)).toBe(error);
  });

  it.each([
    new ThrottlingException(meta),
    new ProvisionedThroughputExceededException(meta),
    new RequestLimitExceeded(meta),
    new InternalServerError(meta),
    new TransactionInProgressException(meta),
    named('ServiceUnavailable'),
    named('TimeoutError'),
    // What a user pool answers under load or in trouble.
    named('TooManyRequestsException'),
    named('InternalErrorException'),
    withCode('ECONNREFUSED'),
    withCode('ECONNRESET'),
    withCode('EPIPE'),
    withCode('ETIMEDOUT'),
  ])('takes $name ($code) for a fault that passes', (error) => {
    const taken = toKartotekaError(error);
    expect(taken).toMatchObject({ kind: 'unavailable', code: 'engine.unavailable', cause: error });
    expect(taken.retryAfter).toBeGreaterThan(0);
  });

  it.each([
    new ResourceNotFoundException(meta),
    new Error('secret table name'),
    new TypeError('x is not a function'),
    named('AccessDeniedException'),
    'a text',
    undefined,
    null,
    { name: 'ThrottlingException' },
  ])('takes anything else for a fault of ours, without a detail: %s', (error) => {
    const taken = toKartotekaError(error);
    expect(taken).toMatchObject({ kind: 'internal', code: 'internal' });
    expect(taken.message).not.toContain('secret');
  });
});

describe('toProblem', () => {
  it.each<[ErrorKind, number]>([
    ['malformed', 400],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not-found', 404],
    ['method-not-allowed', 405],
    ['conflict', 409],
    ['precondition-failed', 412],
    ['too-large', 413],
    ['unsupported-media', 415],
    ['invalid', 422],
    ['too-many', 429],
    ['internal', 500],
    ['unavailable', 503],
  ])('gives %s the status %i', (kind, status) => {
    const problem = toProblem(new KartotekaError(kind, 'some.code', 'Do this.'), 'request-1');
    expect(problem).toMatchObject({
      statusCode: status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    });
    expect(JSON.parse(problem.body)).toEqual({
      type: 'urn:kartoteka:problem:some.code',
      title: expect.any(String),
      status,
      detail: 'Do this.',
      code: 'some.code',
      requestId: 'request-1',
    });
  });

  it('carries facts, issues and when to come again', () => {
    const error = new KartotekaError('conflict', 'version.conflict', 'Read again.', {
      facts: { currentVersion: 3, fields: ['name'] },
      issues: [{ pointer: '/name', code: 'x', message: 'y' }],
      retryAfter: 2,
    });
    const problem = toProblem(error, 'r');
    expect(problem.headers['retry-after']).toBe('2');
    expect(JSON.parse(problem.body)).toMatchObject({
      currentVersion: 3,
      fields: ['name'],
      errors: [{ pointer: '/name', code: 'x', message: 'y' }],
    });
  });

  it('names what is possible instead', () => {
    const method = new KartotekaError('method-not-allowed', 'a.b', 'Do this.', { allow: ['GET', 'PATCH'] });
    expect(toProblem(method, 'r').headers['allow']).toBe('GET, PATCH');
    const coding = new KartotekaError('unsupported-media', 'a.b', 'Do this.', { codings: ['identity'] });
    expect(toProblem(coding, 'r').headers['accept-encoding']).toBe('identity');
  });

  it('never shows the stack or the cause', () => {
    const cause = new Error('arn:aws:dynamodb:secret');
    for (const error of [
      toKartotekaError(cause),
      new KartotekaError('conflict', 'record.busy', 'Try again.', { cause }),
    ]) {
      const { body, headers } = toProblem(error, 'r');
      expect(body + JSON.stringify(headers)).not.toMatch(/secret|stack|\.ts:|node_modules|at /);
    }
  });

  it('lets no fact stand in for what a problem says by itself', () => {
    const facts = { status: 200, code: 'other', requestId: 'other', detail: 'other' };
    const error = new KartotekaError('conflict', 'some.code', 'Do this.', { facts });
    expect(JSON.parse(toProblem(error, 'r').body)).toMatchObject({
      status: 409,
      code: 'some.code',
      requestId: 'r',
      detail: 'Do this.',
    });
  });
});
