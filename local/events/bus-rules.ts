import type { BusEvent } from './bus-entries.ts';
import { compilePattern, type EventMatcher } from './pattern.ts';
import { type PropertyReader, readProperties } from './properties.ts';
import type { ResolvedResource } from './wiring.ts';

export interface Target {
  readonly arn: string;
  readonly service: 'lambda' | 'sqs';
  readonly deadLetterArn: string | undefined;
  readonly maximumRetryAttempts: number;
  /** Milliseconds. */
  readonly maximumEventAge: number;
  /** What the target gets of an event. */
  readonly input: (event: BusEvent) => unknown;
}

export interface Rule {
  readonly arn: string;
  readonly bus: string;
  readonly matches: EventMatcher;
  readonly targets: readonly Target[];
}

export interface Archive {
  readonly name: string;
  readonly bus: string;
  readonly matches: EventMatcher;
  /** 0: for ever. */
  readonly retentionDays: number;
}

/** Source: EventBridge user guide, "How EventBridge retries delivering events": 185 times, 24 hours. */
const RETRY_DEFAULTS = { attempts: 185, seconds: 86_400 };

/**
 * Reads an AWS::Events::Rule; nothing where it is disabled.
 * @throws {Error} where it uses what the local runtime does not model, naming it
 */
export function readRule({ id, properties }: ResolvedResource): Rule | undefined {
  const where = `AWS::Events::Rule ${id}`;
  const known = ['Name', 'Description', 'EventBusName', 'EventPattern', 'State', 'Targets'];
  const rule = readProperties(where, properties, known);
  const state = rule.optionalText('State') ?? 'ENABLED';
  if (state !== 'ENABLED' && state !== 'DISABLED') throw rule.refuse(`State ${state} is not modelled`);
  const targets = rule.list('Targets').map((target) => readTarget(target, where));
  const read = {
    arn: id,
    bus: busNameOf(rule.optionalText('EventBusName') ?? 'default'),
    matches: compilePattern(rule.raw('EventPattern')),
    targets,
  };
  return state === 'ENABLED' ? read : undefined;
}

/**
 * Reads an AWS::Events::Archive.
 * @throws {Error} where it uses what the local runtime does not model, naming it
 */
export function readArchive({ id, properties }: ResolvedResource): Archive {
  const known = [
    'ArchiveName',
    'Description',
    'EventPattern',
    'KmsKeyIdentifier',
    'RetentionDays',
    'SourceArn',
  ];
  const archive = readProperties(`AWS::Events::Archive ${id}`, properties, known);
  const pattern = archive.raw('EventPattern');
  return {
    name: id,
    bus: busNameOf(archive.text('SourceArn')),
    matches: pattern === undefined ? () => true : compilePattern(pattern),
    retentionDays: archive.optionalNumber('RetentionDays') ?? 0,
  };
}

/** Name of a bus given by its name or its ARN. */
export function busNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
}

function readTarget(properties: unknown, rule: string): Target {
  const known = ['Arn', 'Id', 'RetryPolicy', 'DeadLetterConfig', 'Input', 'InputPath'];
  const target = readProperties(`${rule} Targets`, properties, known);
  const arn = target.text('Arn');
  const service = arn.split(':')[2];
  if (service !== 'lambda' && service !== 'sqs')
    throw target.refuse(`the local runtime has no target such as ${arn}`);
  const retry = target.nested('RetryPolicy', ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds']);
  return {
    arn,
    service,
    deadLetterArn: target.nested('DeadLetterConfig', ['Arn']).optionalText('Arn'),
    maximumRetryAttempts: retry.optionalNumber('MaximumRetryAttempts') ?? RETRY_DEFAULTS.attempts,
    maximumEventAge: (retry.optionalNumber('MaximumEventAgeInSeconds') ?? RETRY_DEFAULTS.seconds) * 1_000,
    input: readInput(target),
  };
}

function readInput(target: PropertyReader): Target['input'] {
  const input = target.optionalText('Input');
  if (input !== undefined) {
    const constant: unknown = JSON.parse(input);
    return () => constant;
  }
  const path = target.optionalText('InputPath') ?? '$';
  if (!/^\$(\.[\w-]+)*$/.test(path))
    throw target.refuse(`InputPath ${path} is not modelled, only fields such as $.detail`);
  const fields = path.split('.').slice(1);
  return (event) => fields.reduce<unknown>(fieldOf, event);
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? (value as Record<string, unknown>)[field]
    : undefined;
}
