/** A JSON Schema as the OpenAPI document holds it. */
export type Schema = { readonly [key: string]: unknown };

/** A document whose components a schema may refer to. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation {
  readonly operationId: string;
  /** Absent where `x-kartoteka-access` says that an identity is enough. */
  readonly 'x-kartoteka-roles'?: readonly string[];
  readonly 'x-kartoteka-access'?: 'identity';
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
  readonly responses: Readonly<Record<string, unknown>>;
}

const COMPONENT = '#/components/schemas/';

/** The smallest value that fits a schema: required fields only, an example where one is given. */
export function sampleOf(document: ApiDocument, schema: Schema): unknown {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    return sampleOf(document, document.components.schemas[reference.slice(COMPONENT.length)] ?? {});
  }
  const [example] = (schema['examples'] as unknown[] | undefined) ?? [];
  if (example !== undefined) return example;
  if (schema['const'] !== undefined) return schema['const'];
  const [listed] = (schema['enum'] as unknown[] | undefined) ?? [];
  if (listed !== undefined) return listed;
  const [variant] = ((schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined) ?? [];
  if (variant) return sampleOf(document, variant);
  return sampleOfType(document, schema);
}

function sampleOfType(document: ApiDocument, schema: Schema): unknown {
  switch (schema['type']) {
    case 'object': {
      const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
      const required = (schema['required'] ?? []) as string[];
      return Object.fromEntries(required.map((name) => [name, sampleOf(document, properties[name] ?? {})]));
    }
    case 'array':
      return [];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema['minimum'] ?? 1;
    default:
      return 'Пример';
  }
}
