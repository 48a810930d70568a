const ULID = /[0-9A-HJKMNP-TV-Z]{26}/g;
/** The shard in the key of an event item follows from its random id. */
const EVENT_SHARD = /(#event#\d{4}-\d{2}-\d{2}#)\d+/g;
/** So does that of the feed; what is told of a write holds the ids that were made. */
const FEED_SHARD = /(#feed#)\d+/g;
const WRITTEN = /"written":"[^"]*"/g;
const SECRET = /"secret":"[^"]*"/g;

/**
 * What was found, without what chance decides: new ids become `<1>`, `<2>`..., the same id the same label, and the
 * order does not matter. Two runs that did the same are equal, so that one of them can say what the other should be.
 *
 * @param known What was there before: its ids stay as they are.
 */
export function canonical(known: readonly unknown[], found: readonly unknown[]): unknown[] {
  const knownIds = new Set(JSON.stringify(known).match(ULID) ?? []);
  const texts = found.map((value) =>
    JSON.stringify(ordered(value))
      .replace(EVENT_SHARD, '$1*')
      .replace(FEED_SHARD, '$1*')
      .replace(WRITTEN, '"written":"*"')
      .replace(SECRET, '"secret":"*"'),
  );
  const blank = (text: string): string => text.replace(ULID, (id) => (knownIds.has(id) ? id : '<>'));
  const labels = new Map<string, string>();
  const label = (id: string): string => {
    if (knownIds.has(id)) return id;
    const given = labels.get(id) ?? `<${labels.size + 1}>`;
    labels.set(id, given);
    return given;
  };
  return texts
    .map((text) => ({ text, shape: blank(text) }))
    .sort((one, other) => compare(one.shape, other.shape))
    .map(({ text }) => text.replace(ULID, label))
    .sort(compare)
    .map((text): unknown => JSON.parse(text));
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** The same value with its fields in alphabetical order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([one], [other]) => compare(one, other));
  return Object.fromEntries(fields.map(([field, inner]) => [field, ordered(inner)]));
}
