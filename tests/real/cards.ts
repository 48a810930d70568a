import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import type { ApiClient } from '../../shared/api-client.ts';
import { forEachAtMost } from '../../shared/at-most.ts';
import type { cardSchema } from '../../shared/clients/card.ts';
import type { Comparison } from './comparison.ts';

export type Card = z.output<typeof cardSchema>;

/** Cards by the id that their clients have in the file. */
export type Cards = ReadonlyMap<string, Card>;

const AT_A_TIME = 8;

/** Reads the cards of clients by their external ids; each has to be there once. */
export async function readCards(
  api: ApiClient,
  source: string,
  ids: readonly string[],
  comparison: Comparison,
): Promise<Cards> {
  const cards = new Map<string, Card>();
  await forEachAtMost(AT_A_TIME, ids, async (id) => {
    const { data } = await api.lookup({ query: { externalId: `${source}:${id}` } });
    const [hit, ...others] = data.hits;
    if (!hit || others.length > 0)
      comparison.difference(id, `${data.hits.length} clients have its external id`);
    if (hit) cards.set(id, (await api.readCard({ params: { id: hit.id } })).data);
  });
  return cards;
}

/** Holds cards to what they were: nothing may have been written on them since. */
export function compareCards(before: Cards, after: Cards, comparison: Comparison): void {
  for (const [id, card] of before) {
    if (!isDeepStrictEqual(after.get(id), card))
      comparison.difference(id, 'the card is another one after the second import');
  }
}

/** Whether every number that can be dialled leads to its card. */
export async function findByNumbers(api: ApiClient, cards: Cards, comparison: Comparison): Promise<void> {
  await forEachAtMost(AT_A_TIME, [...cards], async ([id, { company }]) => {
    for (const { number, dialable } of company.phones ?? []) {
      if (!dialable) continue;
      const { data } = await api.lookup({ query: { phone: number } });
      if (!data.hits.some((hit) => hit.id === company.id))
        comparison.difference(id, `not found by ${number}`);
    }
  });
}
