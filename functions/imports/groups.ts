/**
 * Parts a list of things into groups that share no name, directly or through others: what is in one group has to be done one after
 * the other, the groups may go side by side. Order is kept within each.
 */
export function groupsOf<One>(things: readonly One[], namesOf: (one: One) => readonly string[]): One[][] {
  const parent = things.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root] ?? root;
    return root;
  };
  const firstWith = new Map<string, number>();
  things.forEach((thing, index) => {
    for (const name of namesOf(thing)) {
      const first = firstWith.get(name);
      if (first === undefined) firstWith.set(name, index);
      else parent[rootOf(index)] = rootOf(first);
    }
  });
  const groups = Map.groupBy(things.keys(), rootOf);
  return [...groups.values()].map((indexes) => indexes.map((index) => things[index] as One));
}
