import type { Row } from '../../shared/exports/column.ts';
import type { ListedAnswer, Question } from '../query/service.ts';
import type { Caller } from '../runtime/caller.ts';
import { nextPlaces, rowsPerPage } from './page-size.ts';
import {
  askerOfExport,
  bindExport,
  named,
  type ReadingDependencies,
  type ReadingOptions,
  type Wanted,
} from './reading-rows.ts';

/** How long the removal of a list may take, in milliseconds. */
const THAW_MS = 10_000;

type ListQuestion = Extract<Question, { kind: 'listed' }>;
/** A list as the query function keeps it. */
type List = ListQuestion['list'];

/**
 * All rows of a search as cells, however many: they are found and put in order once, kept as a list, and read by their places in it. Each part
 * of the list is read as its asker may see it at that moment; what was deleted since the beginning is left out.
 */
export async function* readList(
  deps: ReadingDependencies,
  wanted: Wanted,
  options: ReadingOptions,
): AsyncGenerator<readonly Row[], void, undefined> {
  const first = await options.caller();
  const list = await options.asking(() =>
    keep(deps, wanted, { caller: first, withinMs: options.withinMs() }),
  );
  try {
    yield* readKept(deps, wanted, list, options);
  } finally {
    const { tenant } = first;
    const { feedShards } = tenant;
    const removal = { kind: 'thaw', feedShards, withinMs: THAW_MS, key: list.key } as const;
    // Where that fails the bucket removes it in a day: nothing leads to it.
    await deps.query.tell(tenant, removal).catch(() => undefined);
  }
}

async function keep(
  deps: ReadingDependencies,
  wanted: Wanted,
  { caller, withinMs }: { readonly caller: Caller; readonly withinMs: number },
): Promise<List> {
  const asker = await askerOfExport(deps, wanted, caller);
  bindExport(wanted, asker);
  return deps.query.ask(caller.tenant, { kind: 'list', ...asker.fields, withinMs, input: wanted.search });
}

async function* readKept(
  deps: ReadingDependencies,
  wanted: Wanted,
  list: List,
  options: ReadingOptions,
): AsyncGenerator<readonly Row[], void, undefined> {
  // Which rows is settled: what the search names is not asked for again.
  const shown: Wanted = { ...wanted, search: { typos: false } };
  let limit: number | undefined;
  let read = 0;
  for (let from: number | undefined = 1; from !== undefined; ) {
    const caller = await options.caller();
    const asker = await askerOfExport(deps, shown, caller);
    const { fields } = bindExport(shown, asker);
    limit ??= rowsPerPage(fields);
    const question: ListQuestion = {
      kind: 'listed',
      ...asker.fields,
      withinMs: options.withinMs(),
      list,
      from,
      input: { fields: [...wanted.fields], limit },
    };
    const page: ListedAnswer = await options.asking(() => deps.query.ask(caller.tenant, question));
    yield await options.asking(() =>
      named(deps, { caller, asker, language: wanted.language, fields }, page.rows),
    );
    read += page.rows.length;
    await options.read(read);
    limit = nextPlaces((page.next ?? from) - from);
    from = page.next;
  }
}
