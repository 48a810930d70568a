import * as z from 'zod';
import type { JsonSchema } from './json-schema.ts';

type Direction = 'input' | 'output';

interface Written {
  readonly root: JsonSchema;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

const DEFINITION = '#/$defs/';
const COMPONENT = '#/components/schemas/';

/**
 * Collects the schemas of the routes as components: each schema with an id becomes one, named by the id. Where what is
 * sent and what is answered differ under one id (a default makes a field optional), what is sent is named `<id>Sent`.
 */
export class SchemaComponents {
  readonly #written = new Map<z.ZodType, Partial<Record<Direction, Written>>>();
  readonly #definitions: Record<Direction, Record<string, JsonSchema>> = { input: {}, output: {} };

  /** Adds a schema; all are added before the first is referred to, since names depend on all. */
  add(schema: z.ZodType, io: Direction): void {
    const known = this.#written.get(schema) ?? {};
    if (known[io]) return;
    const written = write(schema, io);
    this.#written.set(schema, { ...known, [io]: written });
    Object.assign(this.#definitions[io], written.definitions);
  }

  /** The schema with its references into the components. */
  refer(schema: z.ZodType, io: Direction): JsonSchema {
    const written = this.#written.get(schema)?.[io];
    if (!written) throw new Error('This schema was not added.');
    return this.#relocate(written.root, io) as JsonSchema;
  }

  /** The component that a schema refers to, or the schema itself where it refers to none. */
  resolve(schema: JsonSchema): JsonSchema {
    const reference = schema['$ref'];
    return typeof reference === 'string' ? (this.all()[reference.slice(COMPONENT.length)] ?? {}) : schema;
  }

  /** All components, in alphabetical order. */
  all(): Record<string, JsonSchema> {
    const named = (['output', 'input'] as const).flatMap((io) =>
      Object.entries(this.#definitions[io]).map(
        ([id, schema]) => [this.#nameOf(id, io), this.#relocate(schema, io) as JsonSchema] as const,
      ),
    );
    return Object.fromEntries(named.sort(([one], [other]) => one.localeCompare(other, 'en')));
  }

  #nameOf(id: string, io: Direction): string {
    return io === 'input' && this.#differs(id) ? `${id}Sent` : id;
  }

  /** Whether a definition, or one that it refers to, reads differently when sent and when answered. */
  #differs(id: string, seen: ReadonlySet<string> = new Set()): boolean {
    const [sent, answered] = [this.#definitions.input[id], this.#definitions.output[id]];
    if (!sent || !answered || seen.has(id)) return false;
    if (JSON.stringify(sent) !== JSON.stringify(answered)) return true;
    return referencesIn(sent).some((reference) => this.#differs(reference, new Set([...seen, id])));
  }

  #relocate(value: unknown, io: Direction): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#relocate(one, io));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key !== '$ref' || typeof inner !== 'string') return [key, this.#relocate(inner, io)];
        return [key, `${COMPONENT}${this.#nameOf(inner.slice(DEFINITION.length), io)}`];
      }),
    );
  }
}

/** Wrapped in an object, a schema with an id is written as a definition like all the others. */
function write(schema: z.ZodType, io: Direction): Written {
  const written = z.toJSONSchema(z.object({ root: schema }), {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => leaveOutNoise(jsonSchema),
  });
  const { root } = (written.properties ?? {}) as Record<string, JsonSchema>;
  const definitions = Object.entries(written.$defs ?? {}).map(([id, { id: _, ...definition }]) => [
    id,
    definition,
  ]);
  return { root: root ?? {}, definitions: Object.fromEntries(definitions) };
}

/** A pattern of 300 characters says no more than the format beside it, and a bound of JavaScript's integers nothing at all. */
function leaveOutNoise(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format === 'date-time' || schema.format === 'date') delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner.slice(DEFINITION.length)] : referencesIn(inner),
  );
}
