import type { AssemblyStack } from './assembly.ts';
import { NO_VALUE, resolve } from './intrinsics.ts';
import { KNOWN_TYPES, type KnownType, type LocalEnvironment } from './known-types.ts';
import { createStackScopes, type StackScope } from './stack-scope.ts';
import { findUnknown, UnknownTemplateError } from './unknown.ts';

/** A resource of the template with everything in it resolved to values of this machine. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Value of `Ref`. */
  readonly ref: string;
  /** Physical name. */
  readonly name: string;
  /** Value of `Fn::GetAtt` of `Arn`; the physical name where the type has none. */
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What has to be built on this machine, in the order of the stacks. */
export interface Plan {
  ofType(...types: readonly string[]): readonly Resource[];
  /** Folder of a file asset by its object key. */
  asset(objectKey: string): string | undefined;
  /** Outputs of all stacks, by `<stack>.<output>`. */
  readonly outputs: ReadonlyMap<string, unknown>;
}

/**
 * Resolves the stacks of an assembly against this machine.
 * @throws {UnknownTemplateError} where a resource type or property is not known, naming every one of them
 * @throws {Error} where an intrinsic cannot be resolved, naming the resource
 */
export function createPlan(stacks: readonly AssemblyStack[], environment: LocalEnvironment): Plan {
  const unknown = stacks.flatMap(findUnknown);
  if (unknown.length > 0) throw new UnknownTemplateError(unknown);
  const scopes = createStackScopes(stacks, environment);
  const resources = stacks.flatMap((stack) => resourcesOf(stack, scopeOf(stack, scopes)));
  return {
    ofType: (...types) => resources.filter(({ type }) => types.includes(type)),
    asset: (objectKey) =>
      stacks.map(({ assets }) => assets.get(objectKey)).find((path) => path !== undefined),
    outputs: new Map(stacks.flatMap((stack) => outputsOf(stack, scopeOf(stack, scopes)))),
  };
}

function resourcesOf({ name, template }: AssemblyStack, scope: StackScope): Resource[] {
  return Object.entries(template.Resources ?? {}).flatMap(([logicalId, { Type, Properties, Condition }]) => {
    const known = KNOWN_TYPES[Type];
    if (known === undefined || !isBuilt(known)) return [];
    if (Condition !== undefined && !scope.condition(Condition)) return [];
    try {
      const named = scope.named(logicalId);
      const properties = resolve(Properties ?? {}, scope);
      return [
        {
          stack: name,
          logicalId,
          type: Type,
          ref: known.ref?.(named) ?? named.name,
          name: named.name,
          arn: known.attributes?.['Arn']?.(named) ?? named.name,
          properties: properties === NO_VALUE ? {} : (properties as Record<string, unknown>),
        },
      ];
    } catch (error) {
      throw new Error(
        `${name}: ${logicalId} (${Type}): ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });
}

function isBuilt(known: KnownType): boolean {
  return 'built' in known.local;
}

function outputsOf({ name, template }: AssemblyStack, scope: StackScope): [string, unknown][] {
  return Object.entries(template.Outputs ?? {}).map(([output, { Value }]) => [
    `${name}.${output}`,
    resolve(Value, scope),
  ]);
}

function scopeOf({ name }: AssemblyStack, scopes: ReadonlyMap<string, StackScope>): StackScope {
  const scope = scopes.get(name);
  if (scope === undefined) throw new Error(`No stack ${name}`);
  return scope;
}
