import { operationOf, type Use } from '../load/use.ts';

interface Keyed {
  readonly TableName?: string;
  readonly Key?: unknown;
  readonly Item?: { readonly pk?: unknown; readonly sk?: unknown };
}

type TransactItem = Readonly<Partial<Record<'Put' | 'Update' | 'Delete' | 'ConditionCheck', Keyed>>>;

interface Touched {
  readonly written: readonly string[];
  /** What is written, and what must hold of other items. */
  readonly touched: readonly string[];
}

/**
 * Uses that have to wait for others: each for the last one before it that wrote an item which its own transactions write
 * or check. So replayed at once they meet the same versions as when they were recorded.
 */
export function inOrder(uses: readonly Use[]): Use[] {
  const lastWriter = new Map<string, number>();
  return uses.map((use, index) => {
    const { written, touched } = touchedBy(use);
    const after = new Set(touched.flatMap((key) => lastWriter.get(key) ?? []));
    for (const key of written) lastWriter.set(key, index);
    return after.size === 0 ? use : { ...use, after: [...after] };
  });
}

function touchedBy({ steps }: Use): Touched {
  const items = steps
    .flat()
    .filter((call) => operationOf(call) === 'TransactWriteItems')
    .flatMap(
      ({ body = '{}' }) => (JSON.parse(body) as { TransactItems?: TransactItem[] }).TransactItems ?? [],
    );
  const keysOf = (kinds: readonly (keyof TransactItem)[]): string[] =>
    items.flatMap((item) => kinds.flatMap((kind) => (item[kind] === undefined ? [] : [keyOf(item[kind])])));
  return {
    written: keysOf(['Put', 'Update', 'Delete']),
    touched: keysOf(['Put', 'Update', 'Delete', 'ConditionCheck']),
  };
}

const keyOf = ({ Key: key, Item: item }: Keyed): string =>
  JSON.stringify(key ?? { pk: item?.pk, sk: item?.sk }, ['pk', 'sk', 'S', 'N', 'B']);
