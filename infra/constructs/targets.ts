import type { GrantTarget } from '../capability.ts';
import type { DataStack } from '../stacks/data.ts';

/** Exact ARN of everything a function may be granted access to. */
export type Targets = Readonly<Record<GrantTarget, string>>;

export function targetsOf(data: DataStack): Targets {
  const table = data.table.tableArn;
  return {
    table,
    'table-index-due': `${table}/index/due`,
    'table-index-feed': `${table}/index/feed`,
    bus: data.bus.eventBusArn,
    'event-failures': data.failures['event-failures'].bucketArn,
    'event-failures-objects': data.failures['event-failures'].arnForObjects('*'),
    'user-pool': data.signIn.userPool.userPoolArn,
  };
}
