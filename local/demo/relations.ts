import type { DemoRelation } from './model.ts';
import type { Outline } from './outline.ts';
import type { Random } from './random.ts';
import { OPENING, type WorkingTime } from './working-time.ts';

/** How many companies, of a hundred, have a supplier or a partner among the others. */
const RELATED = 0.12;

/** Branches and their parents, suppliers and partners. Both companies belong to one team, so that one user sees both. */
export function makeRelations(
  outlines: readonly Outline[],
  time: WorkingTime,
  random: Random,
): DemoRelation[] {
  const related = new Set<string>();
  const relate = (
    company: number,
    other: number,
    kind: DemoRelation['kind'],
    note?: string,
  ): DemoRelation[] => {
    const pair = [company, other].sort().join('-');
    const [one, two] = [outlines[company], outlines[other]];
    if (!one || !two || company === other || one.team !== two.team || related.has(pair)) return [];
    related.add(pair);
    const at = time.instant(Math.max(one.start, two.start), OPENING + 25);
    return [{ by: one.owner, at, company, other, kind, ...(note === undefined ? {} : { note }) }];
  };
  return outlines.flatMap((outline, company) => {
    const parent = outline.parent === undefined ? [] : relate(company, outline.parent, 'parent');
    if (!random.chance(RELATED)) return parent;
    const other = random.int(0, outlines.length - 1);
    const kind = random.weighted([
      ['supplier', 3],
      ['partner', 2],
    ] as const);
    return [
      ...parent,
      ...relate(company, other, kind, random.chance(0.5) ? noteOn(kind, outline) : undefined),
    ];
  });
}

function noteOn(kind: 'supplier' | 'partner', { language }: Outline): string {
  if (language === 'ru')
    return kind === 'supplier' ? 'Поставляет с собственного склада' : 'Вместе участвуют в тендерах';
  return kind === 'supplier' ? 'Supplies from its own stock' : 'They bid for tenders together';
}
