import { apiTypes } from './known-api-types.ts';
import { dataTypes } from './known-data-types.ts';
import { eventTypes } from './known-event-types.ts';
import { quietTypes } from './known-quiet-types.ts';

/** What the whole stack is told about this machine. */
export interface LocalEnvironment {
  readonly region: string;
  readonly account: string;
  /** Address of the HTTP API, e.g. `http://localhost:8080`. */
  readonly url: string;
  /** Issuer of the tokens, e.g. `http://localhost:8080/oidc`. */
  readonly issuer: string;
}

/** A resource seen by the functions that name it. */
export interface Named {
  readonly stack: string;
  readonly logicalId: string;
  /** Physical name: the one its template gives, or one made of the stack's name and the logical id. */
  readonly name: string;
  readonly environment: LocalEnvironment;
  /** A property of the resource, resolved, as text; empty where the template leaves it out. */
  text(property: string): string;
}

/** A resource type that the local runtime knows. */
export interface KnownType {
  /**
   * The properties it knows, in words. `A` accepts whatever is below A; `A.B` accepts in A only B
   * (lists are looked through), so that a nested setting nobody acts on is found too.
   */
  readonly properties: string;
  /** What the resource becomes on this machine, or why it needs nothing here. */
  readonly local: { readonly built: string } | { readonly nothing: string };
  /** The property that holds the physical name. */
  readonly nameProperty?: string;
  /** Bucket names have no capital letters. */
  readonly lowerCaseName?: true;
  /** Value of `Ref`; the physical name where absent. */
  readonly ref?: (resource: Named) => string;
  /** Values of `Fn::GetAtt`. */
  readonly attributes?: Readonly<Record<string, (resource: Named) => string>>;
}

/** Every resource type that may appear in the template. Anything else stops the start. */
export const KNOWN_TYPES: Readonly<Record<string, KnownType>> = {
  ...apiTypes,
  ...dataTypes,
  ...eventTypes,
  ...quietTypes,
};
