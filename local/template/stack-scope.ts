import type { AssemblyStack } from './assembly.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { KNOWN_TYPES, type KnownType, type LocalEnvironment, type Named } from './known-types.ts';
import { generatedName } from './naming.ts';

/** Scopes of all stacks by name: they share what they export. */
export function createStackScopes(
  stacks: readonly AssemblyStack[],
  environment: LocalEnvironment,
): ReadonlyMap<string, StackScope> {
  const importValue = (name: string): unknown => {
    for (const { name: stackName, template } of stacks) {
      const scope = scopes.get(stackName);
      if (scope === undefined) continue;
      for (const { Value, Export } of Object.values(template.Outputs ?? {})) {
        if (Export !== undefined && resolve(Export.Name, scope) === name) return resolve(Value, scope);
      }
    }
    throw new Error(`Fn::ImportValue: no stack exports ${name}`);
  };
  const scopes = new Map(
    stacks.map((stack) => [stack.name, new StackScope(stack, environment, importValue)] as const),
  );
  return scopes;
}

/** Looks names up in one stack. */
export class StackScope implements Scope {
  readonly importValue: (name: string) => unknown;
  readonly #stack: AssemblyStack;
  readonly #environment: LocalEnvironment;

  constructor(stack: AssemblyStack, environment: LocalEnvironment, importValue: (name: string) => unknown) {
    this.#stack = stack;
    this.#environment = environment;
    this.importValue = importValue;
  }

  ref(name: string): unknown {
    const pseudo = pseudoParameter(name, this.#stack.name, this.#environment);
    if (pseudo !== undefined) return pseudo;
    const parameter = this.#stack.template.Parameters?.[name];
    if (parameter === undefined) {
      const named = this.named(name);
      return this.#typeOf(name).ref?.(named) ?? named.name;
    }
    if (parameter.Default === undefined) throw new Error(`Parameter ${name} has no default`);
    return parameter.Default;
  }

  attribute(logicalId: string, attribute: string): unknown {
    const value = this.#typeOf(logicalId).attributes?.[attribute];
    if (value === undefined) throw new Error(`The local runtime does not know ${logicalId}.${attribute}`);
    return value(this.named(logicalId));
  }

  condition(name: string): boolean {
    const condition = this.#stack.template.Conditions?.[name];
    if (condition === undefined) throw new Error(`Unknown condition ${name}`);
    return resolve(condition, this) === true;
  }

  mapping(map: string, top: string, second: string): unknown {
    const found = this.#stack.template.Mappings?.[map]?.[top]?.[second];
    if (found === undefined) throw new Error(`Fn::FindInMap: nothing at ${map}.${top}.${second}`);
    return found;
  }

  /** A resource with its physical name, as the functions that name it see it. */
  named(logicalId: string): Named {
    const { nameProperty, lowerCaseName } = this.#typeOf(logicalId);
    const properties = this.#stack.template.Resources?.[logicalId]?.Properties ?? {};
    const text = (property: string): string => {
      const value = resolve(properties[property], this);
      return typeof value === 'string' ? value : '';
    };
    const given = nameProperty === undefined ? '' : text(nameProperty);
    const generated = generatedName(this.#stack.name, logicalId);
    const name = given !== '' ? given : lowerCaseName ? generated.toLowerCase() : generated;
    return { stack: this.#stack.name, logicalId, name, environment: this.#environment, text };
  }

  #typeOf(logicalId: string): KnownType {
    const type = this.#stack.template.Resources?.[logicalId]?.Type;
    const known = type === undefined ? undefined : KNOWN_TYPES[type];
    if (known === undefined) throw new Error(`${this.#stack.name} has no resource or parameter ${logicalId}`);
    return known;
  }
}

/** Source: CloudFormation user guide, pseudo parameters reference. */
function pseudoParameter(name: string, stack: string, environment: LocalEnvironment): unknown {
  const { region, account } = environment;
  const values: Readonly<Record<string, unknown>> = {
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stack}/local`,
    'AWS::NotificationARNs': [],
  };
  return values[name];
}
