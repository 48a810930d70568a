import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Key, TABLE } from '../../../shared/table.ts';
import type { StoredItem } from './item.ts';

/** What must hold of the item that stands at the key, for the whole transaction to go through. */
export type Condition =
  | { readonly absent: true /** Seconds since 1970. */; readonly orExpiredBefore?: number }
  /** Not there, or there with the given values at the given places of its data. */
  | { readonly absentOr: Readonly<Record<string, string>> }
  | { readonly version: number }
  /** There, and not deleted, and with the given values at the given places of its data. */
  | { readonly live: true; readonly where?: Readonly<Record<string, string | number | boolean>> };

interface Guarded {
  readonly condition?: Condition;
  /** Turns a failed condition into an error; it gets the item that stood in the way. */
  readonly refused?: (current: StoredItem | undefined) => Error;
  /** The error when another transaction holds the item for longer than the retries last. */
  readonly contended?: () => Error;
}

/** One write, or check, of a transaction. */
export type Write =
  | (Guarded & { readonly op: 'put'; readonly item: StoredItem })
  | (Guarded & { readonly op: 'delete'; readonly key: Key })
  | (Guarded & { readonly op: 'check'; readonly key: Key; readonly condition: Condition })
  /** Sets one attribute of `data` and leaves the rest, and the version, alone. */
  | (Guarded & { readonly op: 'set'; readonly key: Key; readonly attribute: string; readonly value: unknown })
  /** Sets a mark on an item once: refused where the item is gone or has the mark. */
  | (Guarded & { readonly op: 'mark'; readonly key: Key; readonly attribute: string; readonly value: string })
  /** Adds to a counter, which has to be at least and at most so much before. */
  | (Guarded & {
      readonly op: 'add';
      readonly key: Key;
      readonly attribute: string;
      readonly by: number;
      readonly atLeast?: number;
      readonly atMost?: number;
    });

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

interface Expression {
  readonly parts: string[];
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

const keyOf = (write: Write): Key =>
  write.op === 'put' ? { pk: write.item.pk, sk: write.item.sk } : write.key;

function conditionOf(write: Write): Expression {
  const { condition } = write;
  const expression: Expression = { parts: [], names: {}, values: {} };
  if (write.op === 'add' && write.atLeast !== undefined) {
    expression.parts.push('#data.#attribute >= :atLeast');
    expression.values[':atLeast'] = write.atLeast;
  }
  if (write.op === 'add' && write.atMost !== undefined) {
    expression.parts.push('#data.#attribute <= :atMost');
    expression.values[':atMost'] = write.atMost;
  }
  if (write.op === 'mark') expression.parts.push('attribute_exists(pk)', 'attribute_not_exists(#attribute)');
  if (condition === undefined) return expression;
  if ('absent' in condition) {
    const expired = condition.orExpiredBefore;
    expression.parts.push(
      expired === undefined ? 'attribute_not_exists(pk)' : '(attribute_not_exists(pk) OR #ttl < :expired)',
    );
    if (expired !== undefined) {
      expression.names['#ttl'] = TABLE.timeToLive;
      expression.values[':expired'] = expired;
    }
  } else if ('absentOr' in condition) {
    const same = whereOf(condition.absentOr, expression).join(' AND ');
    expression.names['#data'] = 'data';
    expression.parts.push(`(attribute_not_exists(pk) OR (${same}))`);
  } else if ('version' in condition) {
    expression.parts.push('#version = :version');
    expression.names['#version'] = 'version';
    expression.values[':version'] = condition.version;
  } else {
    expression.parts.push('attribute_exists(pk)', 'attribute_not_exists(#data.#deletedAt)');
    expression.names['#data'] = 'data';
    expression.names['#deletedAt'] = 'deletedAt';
    expression.parts.push(...whereOf(condition.where ?? {}, expression));
  }
  return expression;
}

/** Comparisons with what stands in an item's data; their names and values go to the expression. */
const whereOf = (
  where: Readonly<Record<string, string | number | boolean>>,
  { names, values }: Expression,
): string[] =>
  Object.entries(where).map(([field, value], index) => {
    names[`#where${index}`] = field;
    values[`:where${index}`] = value;
    return `#data.#where${index} = :where${index}`;
  });

function updateOf(write: Write & { op: 'set' | 'add' | 'mark' }, expression: Expression) {
  const values = { ...expression.values, ':value': write.op === 'add' ? write.by : write.value };
  if (write.op === 'mark') {
    return {
      names: { ...expression.names, '#attribute': write.attribute },
      values,
      update: 'SET #attribute = :value',
    };
  }
  const names = { ...expression.names, '#data': 'data', '#attribute': write.attribute };
  const update = write.op === 'set' ? 'SET #data.#attribute = :value' : 'ADD #data.#attribute :value';
  return { names, values, update };
}

/** One write as the engine's transaction takes it. */
export function toTransactItem(table: string, write: Write): TransactItem {
  const expression = conditionOf(write);
  const updating =
    write.op === 'set' || write.op === 'add' || write.op === 'mark' ? updateOf(write, expression) : undefined;
  const names = updating?.names ?? expression.names;
  const values = updating?.values ?? expression.values;
  const common = {
    TableName: table,
    ...(expression.parts.length > 0
      ? {
          ConditionExpression: expression.parts.join(' AND '),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
        }
      : {}),
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
  switch (write.op) {
    case 'put':
      return { Put: { ...common, Item: write.item } };
    case 'delete':
      return { Delete: { ...common, Key: keyOf(write) } };
    case 'check':
      return {
        ConditionCheck: { ...common, ConditionExpression: expression.parts.join(' AND '), Key: keyOf(write) },
      };
    default:
      return { Update: { ...common, UpdateExpression: updating?.update ?? '', Key: keyOf(write) } };
  }
}
