import type { Caller, SignedIn } from './caller.ts';
import type { WrittenItem } from './written.ts';

interface RequestFacts {
  /** The one instant of the request: everything it writes carries it. */
  readonly now: Date;
  /** Follows the request through logs, events and what subscribers do. */
  readonly correlationId: string;
  /** Present when the caller sent an Idempotency-Key. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
  /**
   * Keys of what was seen to be in use a moment ago (`inUseName`): a bulk writer checks the few things that all its records refer
   * to once, since a check in every transaction would make them wait for each other.
   */
  readonly inUse?: ReadonlySet<string>;
  /** What the caller wrote before and wants to find. */
  readonly after?: readonly WrittenItem[];
  /** What the If-Match header asks for: these versions, or any that exists. */
  readonly ifMatch?: readonly number[] | 'any';
}

/** What a service needs to know of the request it serves, whatever started it. */
export interface RequestContext extends RequestFacts {
  readonly caller: Caller;
}

/** The request of somebody who is served as an identity alone: there is no tenant in it. */
export interface IdentityContext extends RequestFacts {
  readonly signedIn: SignedIn;
}

/** A change in a tenant by a user of it; `signedIn` where it was asked for as an identity, to become a member or to leave. */
export type ChangeContext = RequestFacts & { readonly caller: Pick<Caller, 'tenant' | 'userId'> } & (
    | { readonly signedIn?: undefined }
    | { readonly signedIn: SignedIn }
  );

/** What a handler answers. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly body?: Body;
  /** Becomes the ETag. */
  readonly version?: number;
  /** Address of what was created, below the API's base. */
  readonly location?: string;
  /** What was written that can be searched, as the text of a header. */
  readonly written?: string;
  /** The answer was given before and is repeated. */
  readonly replayed?: boolean;
}
