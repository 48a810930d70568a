import { tableOf } from './markdown.ts';
import { IDLE_PRICES, type IdlePrice, PRICES_AS_OF, PRICES_REGION } from './prices.ts';
import { type PlacedResource, resourcesOf, type Templates } from './template.ts';

/** One line of the bill; money in whole cents (US), so that the total adds up. */
export interface BillLine {
  readonly type: string;
  readonly resources: number;
  readonly units: number;
  readonly cents: number;
  readonly price: IdlePrice;
}

/**
 * What the installation costs in a month in which nobody does anything, by resource type.
 *
 * @throws Error naming resource types without a price.
 */
export function idleBillOf(templates: Templates): readonly BillLine[] {
  const byType = Map.groupBy(resourcesOf(templates), (resource) => resource.Type);
  const unknown = [...byType.keys()].filter((type) => IDLE_PRICES[type] === undefined);
  if (unknown.length > 0) {
    throw new Error(`No idle price in infra/documents/prices.ts for ${unknown.sort().join(', ')}.`);
  }
  return [...byType]
    .flatMap(([type, resources]) => {
      const price = IDLE_PRICES[type];
      return price === undefined ? [] : [lineOf(type, resources, price)];
    })
    .sort((a, b) => b.cents - a.cents || a.type.localeCompare(b.type, 'en'));
}

function lineOf(type: string, resources: readonly PlacedResource[], price: IdlePrice): BillLine {
  const units = resources.reduce((sum, resource) => sum + (price.units?.(resource) ?? 1), 0);
  return { type, resources: resources.length, units, cents: Math.round(units * price.perUnit * 100), price };
}

/** `docs/idle-bill.md`: the bill of an installation that nobody uses. */
export function idleBillDocument(templates: Templates): string {
  const lines = idleBillOf(templates);
  const total = lines.reduce((sum, line) => sum + line.cents, 0);
  return [
    '# What an idle installation costs\n\nGenerated from the synthesized templates by `npm run docs`; do not edit.',
    `**${dollars(total)} a month** while nobody uses it, at prices for ${PRICES_REGION} as remembered in ` +
      `${PRICES_AS_OF}, in US dollars, without tax and without the free tier (which covers the first 10 alarm ` +
      'metrics of an account). What is in use is charged as the column "charged" says; stored data, backups and ' +
      "the few megabytes of code in the CDK bootstrap bucket cost cents. Prices change: the sources have today's.",
    tableOf(
      ['resource type', 'resources', 'idle, USD a month', 'charged', 'source'],
      lines.map((line) => [
        `\`${line.type}\``,
        String(line.resources),
        line.cents === 0 ? '0' : `${dollars(line.cents)} (${line.units} × ${line.price.perUnit})`,
        line.price.basis,
        line.price.source,
      ]),
    ),
  ].join('\n\n');
}

function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}
