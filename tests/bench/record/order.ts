import { type Call, operationOf, type Use } from '../load/use.ts';

interface Keyed {
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
  const writes = steps.flat().flatMap(writesOf);
  return {
    written: writes.flatMap(({ Put, Update, Delete }) => keysOf([Put, Update, Delete])),
    touched: writes.flatMap((one) => keysOf(Object.values(one))),
  };
}

/** The items of a transaction, or the one item of a single write. */
function writesOf(call: Call): TransactItem[] {
  const body = (): unknown => JSON.parse(call.body ?? '{}');
  switch (operationOf(call)) {
    case 'TransactWriteItems':
      return (body() as { readonly TransactItems?: TransactItem[] }).TransactItems ?? [];
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [{ Update: body() as Keyed }];
    default:
      return [];
  }
}

const keysOf = (items: readonly (Keyed | undefined)[]): string[] =>
  items.flatMap((item) => {
    if (item === undefined) return [];
    const { Key: key, Item: whole } = item;
    return [JSON.stringify(key ?? { pk: whole?.pk, sk: whole?.sk }, ['pk', 'sk', 'S', 'N', 'B'])];
  });
