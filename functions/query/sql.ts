import {
  BOOLEAN,
  DOUBLE,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  LIST,
  listValue,
  UUID,
  VARCHAR,
} from '@duckdb/node-api';
import type { BoundValue } from '../../shared/search/bound-filter.ts';
import type { FieldDefinition } from '../../shared/search/object.ts';
import { AMOUNT } from './columns.ts';
import { uuidOf } from './values.ts';

/**
 * A statement in the making. Whatever comes from a question becomes a parameter; the text of the statement holds nothing but words
 * of ours.
 */
export class Statement {
  readonly values: DuckDBValue[] = [];
  readonly types: DuckDBType[] = [];
  readonly #common: string[] = [];
  #aliases = 0;

  /** A parameter, as it stands in the statement. */
  parameter(value: DuckDBValue, type: DuckDBType): string {
    this.values.push(value);
    this.types.push(type);
    return `$${this.values.length}`;
  }

  text(value: string): string {
    return this.parameter(value, VARCHAR);
  }

  texts(values: readonly string[]): string {
    return this.parameter(listValue([...values]), LIST(VARCHAR));
  }

  whole(value: number): string {
    return this.parameter(value, INTEGER);
  }

  wholes(values: readonly number[]): string {
    return this.parameter(listValue([...values]), LIST(INTEGER));
  }

  ids(ulids: readonly string[]): string {
    return this.parameter(listValue(ulids.map(uuidOf)), LIST(UUID));
  }

  /** A bound value of a field, of the type that its column has. */
  bound(field: FieldDefinition, value: BoundValue, enumType?: string): string {
    switch (field.type) {
      case 'number':
        return this.parameter(Number(value), DOUBLE);
      case 'boolean':
        return this.parameter(value === true, BOOLEAN);
      case 'id':
        return this.parameter(uuidOf(String(value)), UUID);
      case 'money':
        return `CAST(${this.text(String(value))} AS ${AMOUNT})`;
      case 'instant':
        // The engine's own notation of instants: without a zone, since all are in UTC.
        return `CAST(${this.text(String(value).replace('T', ' ').replace('Z', ''))} AS TIMESTAMP)`;
      case 'day':
        return `CAST(${this.text(String(value))} AS DATE)`;
      case 'code':
        return enumType === undefined
          ? this.text(String(value))
          : `CAST(${this.text(String(value))} AS ${enumType})`;
      case 'text':
        return this.text(String(value));
    }
  }

  /** A name that no other part of the statement has. */
  alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }

  /** A table that is made once, and used by its name. */
  common(query: string): string {
    const name = `c${this.#common.length + 1}`;
    this.#common.push(`${name} AS MATERIALIZED (${query})`);
    return name;
  }

  /** The whole statement, with its common tables before it. */
  with(query: string): string {
    return this.#common.length === 0 ? query : `WITH ${this.#common.join(', ')} ${query}`;
  }
}
