import type { ScheduleName } from '../events/schedules.ts';
import type { SubscriberName } from '../events/subscriptions.ts';
import type { EnvironmentOf, FunctionName } from '../functions/runtime/env.ts';
import type { LazyModule } from './lazy-modules.ts';
import type { NativePackage } from './native-packages.ts';
import type { ServedFile } from './served-files.ts';

/** What a function may be granted access to; `constructs/targets.ts` turns each into an exact ARN. */
export type GrantTarget =
  | 'table'
  /** What changed since: an index of the table. */
  | 'feed'
  | 'bus'
  | 'event-failures'
  | 'event-failures-objects'
  | 'user-pool'
  /** The bucket of documents and imports itself: whoever may list it is told of an object that it is not there, not that it is forbidden. */
  | 'files'
  | 'documents'
  | 'exports'
  | 'imports'
  | 'snapshots'
  | 'lists'
  /** The function that answers questions. */
  | 'query-function';

/** One named policy of a function's role. */
export interface Grant {
  /** Name of the inline policy: what the function may do, in two or three words. */
  readonly policy: string;
  readonly actions: readonly `${string}:${string}`[];
  readonly on: readonly GrantTarget[];
}

/**
 * One prefix of the HTTP API, with parameters in braces: one route or two, and one permission for the gateway to call the function.
 */
export interface RoutePrefix {
  readonly path: `/api/v1/${string}` | '/api/docs' | '$default';
  /** Any method where left out. */
  readonly method?: 'GET';
  /** Whether everything below the path belongs to the function too. */
  readonly below?: true;
  /** Why it asks for no token. */
  readonly openBecause?: string;
}

/** Values infra knows only when it builds the stacks. */
export interface Names {
  readonly table: string;
  readonly bus: string;
  readonly eventFailures: string;
  /** The bucket of documents and imports. */
  readonly files: string;
  /** The function that answers questions. */
  readonly queryFunction: string;
  readonly userPool: string;
  readonly issuer: string;
  readonly logins: 'user-pool' | 'elsewhere';
  readonly signUp: 'open' | 'closed';
  readonly publicBaseUrl: string;
  readonly requestsPerMinute: string;
  /** Whether only what a virus scanner found clean may be fetched. */
  readonly downloadsWaitForScan: 'true' | 'false';
}

/** A pattern of a stream filter: each leaf is the list of values that pass. */
export interface FilterPattern {
  readonly [field: string]: readonly string[] | FilterPattern;
}

export type Trigger =
  | {
      readonly kind: 'http';
      readonly routes: readonly RoutePrefix[];
      /** Whether it takes what browsers ask before they call any of the functions. */
      readonly preflights?: true;
    }
  | { readonly kind: 'subscriber'; readonly subscription: SubscriberName }
  | {
      readonly kind: 'stream';
      /** A record that fits one of them is read. */
      readonly filters: readonly FilterPattern[];
      /** Where records go that fail for good. */
      readonly failures: 'event-failures' | 'purge-failures';
      /** What the business loses when records wait or fail: the alarms say it. */
      readonly harm: { readonly late: string; readonly failed: string };
    }
  /** Invoked by the clock. */
  | { readonly kind: 'schedule'; readonly schedule: ScheduleName }
  /** Invoked by a person or another function. */
  | { readonly kind: 'task'; readonly stack: 'api' | 'events' };

/** What is set for every function, and what Lambda itself sets. */
type ObservedName = `POWERTOOLS_${string}` | `AWS_${string}`;
type OwnEnvironment<Name extends FunctionName> = {
  readonly [Variable in Exclude<keyof EnvironmentOf<Name>, ObservedName>]: string;
};

/** One Lambda function as data. */
export interface FunctionDefinition {
  readonly name: FunctionName;
  /** Source file of the handler, from the repository's root. */
  readonly entry: `functions/${string}.ts`;
  readonly purpose: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly trigger: Trigger;
  readonly environment: (names: Names) => Readonly<Record<string, string>>;
  readonly grants: readonly Grant[];
  /** What it serves to browsers from the folder beside its bundle. */
  readonly files?: readonly ServedFile[];
  /** Modules that lie beside its bundle, since it seldom needs them. */
  readonly lazy?: readonly LazyModule[];
  /** Packages with machine code that lie beside its bundle. */
  readonly native?: readonly NativePackage[];
  /** Room for files while it runs, in megabytes, where 512 are too little. */
  readonly ephemeralMb?: number;
  /** Whether an execution environment serves one tenant only: whoever invokes the function names the tenant. */
  readonly tenantIsolation?: true;
}

/** A function whose environment is exactly what its schema in `functions/runtime/env.ts` asks for. */
export function defineFunction<Name extends FunctionName>(
  definition: Omit<FunctionDefinition, 'name' | 'environment'> & {
    readonly name: Name;
    readonly environment: (names: Names) => OwnEnvironment<Name>;
  },
): FunctionDefinition {
  return definition;
}

export interface Capability {
  readonly name: string;
  readonly functions: readonly FunctionDefinition[];
}
