import type { CloudAssembly } from 'aws-cdk-lib/cx-api';

/** A value of a template: text, numbers, lists, objects, and intrinsic functions as objects. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly [name: string]: Value };
  readonly DeletionPolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: Value; readonly Export?: { readonly Name: string } }>
  >;
}

/** Templates of an installation by the name of their stack in the app (`KartotekaData` ...). */
export type Templates = Readonly<Record<string, Template>>;

export function templatesOf(assembly: CloudAssembly): Templates {
  return Object.fromEntries(assembly.stacks.map((stack) => [stack.id, stack.template]));
}

export interface PlacedResource extends Resource {
  readonly stack: string;
  readonly id: string;
}

/** Every resource of every stack, by stack and then by name. */
export function resourcesOf(templates: Templates): readonly PlacedResource[] {
  return Object.entries(templates)
    .flatMap(([stack, template]) =>
      Object.entries(template.Resources).map(([id, resource]) => ({ ...resource, stack, id })),
    )
    .sort((a, b) => a.stack.localeCompare(b.stack, 'en') || a.id.localeCompare(b.id, 'en'));
}

/** Narrows a value to an object; anything else is an empty one. */
export function objectOf(value: Value | undefined): { readonly [key: string]: Value } {
  return isObject(value) ? value : {};
}

/** A list of values, where a template may give one value or several. */
export function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function isObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !isList(value);
}

/**
 * A value in words a person can read: `Table`, `Table/index/feed`, `EventFailures/*`. Imports from another
 * stack are followed to what they export; the hash at the end of a logical id is left out.
 */
export function describe(value: Value | undefined, templates: Templates): string {
  if (!isObject(value))
    return isList(value) ? value.map((part) => describe(part, templates)).join('') : String(value);
  const [name, argument] = Object.entries(value)[0] ?? ['', ''];
  switch (name) {
    case 'Ref':
      return readable(String(argument));
    case 'Fn::GetAtt': {
      const [id, attribute] = listOf(argument).map(String);
      return readable(id ?? '') + (attribute === 'StreamArn' ? ' (stream)' : '');
    }
    case 'Fn::Join':
      return describe(listOf(argument)[1], templates);
    case 'Fn::ImportValue':
      return describe(exported(String(argument), templates), templates);
    default:
      return JSON.stringify(value);
  }
}

function readable(logicalId: string): string {
  return logicalId.startsWith('AWS::') ? `<${logicalId.slice(5)}>` : logicalId.replace(/[0-9A-F]{8}$/, '');
}

function exported(name: string, templates: Templates): Value {
  for (const template of Object.values(templates)) {
    for (const output of Object.values(template.Outputs ?? {})) {
      if (output.Export?.Name === name) return output.Value;
    }
  }
  throw new Error(`No stack exports ${name}.`);
}
