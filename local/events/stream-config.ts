import { type DestinationTarget, destinationOf } from './failure-destination.ts';
import { compilePattern, type EventMatcher } from './pattern.ts';
import { type PropertyReader, readProperties } from './properties.ts';

/** What an AWS::Lambda::EventSourceMapping over a DynamoDB stream says, with the service's defaults filled in. */
export interface MappingConfig {
  readonly functionName: string;
  readonly eventSourceArn: string;
  readonly enabled: boolean;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  /** Milliseconds. */
  readonly batchingWindow: number;
  readonly bisect: boolean;
  readonly reportsItemFailures: boolean;
  /** Infinite where a record is to be tried until it expires. */
  readonly maximumRetryAttempts: number;
  /** Milliseconds; infinite where records do not age. */
  readonly maximumRecordAge: number;
  readonly onFailure: DestinationTarget | undefined;
  /** Whether the function wants a record. */
  readonly wants: EventMatcher;
}

const KNOWN = [
  'FunctionName',
  'EventSourceArn',
  'Enabled',
  'StartingPosition',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'BisectBatchOnFunctionError',
  'FunctionResponseTypes',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  // Parallel batches of one shard keep the order per item: one after another keeps it, too.
  'ParallelizationFactor',
  'DestinationConfig',
  'FilterCriteria',
  // Counts for CloudWatch, which nobody reads on one machine.
  'MetricsConfig',
  'Tags',
];

/**
 * Reads the properties of AWS::Lambda::EventSourceMapping.
 * @throws {Error} where the local runtime does not model one, naming it
 * @throws {PatternError} where a filter is malformed
 */
export function readMapping(where: string, properties: unknown): MappingConfig {
  const mapping = readProperties(where, properties, KNOWN);
  const startingPosition = mapping.text('StartingPosition');
  if (startingPosition !== 'TRIM_HORIZON' && startingPosition !== 'LATEST') {
    throw mapping.refuse(`StartingPosition ${startingPosition} is not modelled`);
  }
  const failures = mapping.nested('DestinationConfig', ['OnFailure']).nested('OnFailure', ['Destination']);
  const destination = failures.optionalText('Destination');
  return {
    functionName: mapping.text('FunctionName'),
    eventSourceArn: mapping.text('EventSourceArn'),
    enabled: mapping.optionalFlag('Enabled') ?? true,
    startingPosition,
    batchSize: mapping.optionalNumber('BatchSize') ?? 100,
    batchingWindow: (mapping.optionalNumber('MaximumBatchingWindowInSeconds') ?? 0) * 1_000,
    bisect: mapping.optionalFlag('BisectBatchOnFunctionError') ?? false,
    reportsItemFailures: readResponseTypes(mapping),
    maximumRetryAttempts: unlessForEver(mapping.optionalNumber('MaximumRetryAttempts')),
    maximumRecordAge: unlessForEver(mapping.optionalNumber('MaximumRecordAgeInSeconds')) * 1_000,
    onFailure: destination === undefined ? undefined : destinationOf(destination, where),
    wants: readFilters(mapping),
  };
}

/** -1, the default, means for ever. */
function unlessForEver(value: number | undefined): number {
  return value === undefined || value < 0 ? Number.POSITIVE_INFINITY : value;
}

function readResponseTypes(mapping: PropertyReader): boolean {
  const types = mapping.list('FunctionResponseTypes');
  const other = types.find((type) => type !== 'ReportBatchItemFailures');
  if (other !== undefined) throw mapping.refuse(`FunctionResponseTypes ${String(other)} is not modelled`);
  return types.length > 0;
}

/** One filter is enough; without any, every record is wanted. */
function readFilters(mapping: PropertyReader): EventMatcher {
  const filters = mapping.nested('FilterCriteria', ['Filters']).list('Filters');
  const matchers = filters.map((filter) =>
    compilePattern(readProperties('FilterCriteria.Filters', filter, ['Pattern']).text('Pattern')),
  );
  return (record) => matchers.length === 0 || matchers.some((matches) => matches(record));
}
