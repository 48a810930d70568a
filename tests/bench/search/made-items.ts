import {
  companyItem,
  contactItem,
  contactLinkItem,
  timelineItem,
} from '../../../functions/clients/service.ts';
import type { StoredItem } from '../../../functions/runtime/table/item.ts';
import { FEED_SHARDS } from '../../../shared/table.ts';
import { KINDS, NOTES, OUTCOMES, PEOPLE, SIGHTS, SOURCES, TITLES, WHAT, WHOSE } from './word-pools.ts';

/** How large a base is. */
export interface BaseSize {
  readonly companies: number;
  readonly contacts: number;
  readonly entries: number;
}

/** The instant at which a base ends; it begins three years before. */
export const BASE_END = Date.parse('2026-11-01T00:00:00Z');
const SPAN_MS = 3 * 365 * 86_400_000;

/** Shards of its feed, as of every new organisation. */
export const SHARDS = FEED_SHARDS;

/** Users and teams among whom a base is divided. */
export const OWNERS = 200;
export const TEAMS = 20;

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PREFIXES = { company: 'C', contact: 'P', place: 'N', entry: 'E', user: 'V', team: 'T' } as const;

/** A ULID that is always that of the `n`-th thing of its kind. */
export function idOf(kind: keyof typeof PREFIXES, n: number): string {
  let rest = n;
  let digits = '';
  for (let place = 0; place < 9; place += 1) {
    digits = DIGITS.charAt(rest % 32) + digits;
    rest = Math.floor(rest / 32);
  }
  return `01K0000000${PREFIXES[kind]}000000${digits}`;
}

/** Chances that come out the same each time: mulberry32, public domain. */
function chances(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const pick = <T>(pool: readonly T[], chance: (below: number) => number): T => pool[chance(pool.length)] as T;

const item = (
  kind: { readonly kind: string; readonly schema: number },
  data: StoredItem['data'],
): StoredItem => ({
  pk: `bench#${String(data['id'])}`,
  sk: kind.kind,
  kind: kind.kind,
  schema: kind.schema,
  version: 1,
  data,
});

const stampsOf = (at: number, owner: number) => ({
  createdAt: new Date(at).toISOString(),
  createdBy: idOf('user', owner),
  updatedAt: new Date(at + 3_600_000).toISOString(),
  updatedBy: idOf('user', owner),
  owner: idOf('user', owner),
  team: idOf('team', owner % TEAMS),
});

/** A base as it would lie in the table, always the same: firms, people, their places, and what happened. */
export function* madeItems(size: BaseSize): Generator<StoredItem> {
  const chance = chances(20_261_101);
  for (let n = 0; n < size.companies; n += 1) yield company(n, chance);
  for (let n = 0; n < size.contacts; n += 1) yield contact(n, chance);
  for (let n = 0; n < size.contacts; n += 1) yield place(n, size, chance);
  for (let n = 0; n < size.entries; n += 1) yield entry(n, size, chance);
}

const whenMade = (chance: (below: number) => number): number => BASE_END - chance(SPAN_MS / 1_000) * 1_000;

function company(n: number, chance: (below: number) => number): StoredItem {
  const english = chance(3) === 0;
  const language = english ? 'en' : 'ru';
  const name = `${pick(WHOSE[language], chance)} ${pick(WHAT[language], chance)} ${chance(10_000)}`;
  const domain = `firm${n}.example`;
  return item(companyItem, {
    id: idOf('company', n),
    kind: 'company',
    name: english ? `${name} Ltd` : `ООО «${name}»`,
    status: pick(['prospect', 'prospect', 'customer', 'former'], chance),
    ...(english ? {} : { inn: String(7_000_000_000 + n) }),
    industry: pick(KINDS, chance),
    segment: pick(['small', 'medium', 'large'], chance),
    leadSource: pick(SOURCES, chance),
    employees: 1 + chance(5_000),
    finances: { annualRevenue: { amount: `${chance(900_000_000)}.00`, currency: english ? 'USD' : 'RUB' } },
    phones: [{ number: `+7495${String(n).padStart(7, '0')}`, kind: 'work', dialable: true }],
    emails: [{ address: `info@${domain}`, kind: 'work' }],
    tags: chance(4) === 0 ? [pick(SIGHTS, chance)] : [],
    addresses: [],
    externalIds: [],
    ...stampsOf(whenMade(chance), chance(OWNERS)),
  });
}

function contact(n: number, chance: (below: number) => number): StoredItem {
  const { first, last } = PEOPLE[chance(3) === 0 ? 'en' : 'ru'];
  const [firstName, lastName] = [pick(first, chance), pick(last, chance)];
  return item(contactItem, {
    id: idOf('contact', n),
    name: `${lastName} ${firstName}`,
    firstName,
    lastName,
    phones: [{ number: `+7916${String(n).padStart(7, '0')}`, kind: 'mobile', dialable: true }],
    emails: [{ address: `person${n}@mail.example`, kind: 'work' }],
    tags: [],
    externalIds: [],
    addresses: [],
    ...stampsOf(whenMade(chance), chance(OWNERS)),
  });
}

function place(n: number, size: BaseSize, chance: (below: number) => number): StoredItem {
  const { owner: _, team: __, ...stamps } = stampsOf(whenMade(chance), chance(OWNERS));
  return item(contactLinkItem, {
    id: idOf('place', n),
    companyId: idOf('company', chance(size.companies)),
    contactId: idOf('contact', n),
    jobTitle: pick(TITLES, chance),
    role: pick(['decision-maker', 'influencer', 'user', 'gatekeeper', 'champion'], chance),
    influence: 1 + chance(5),
    ...stamps,
  });
}

function entry(n: number, size: BaseSize, chance: (below: number) => number): StoredItem {
  const kind = pick(['note', 'contact-logged', 'changed', 'contact-logged', 'note'] as const, chance);
  const at = new Date(whenMade(chance)).toISOString();
  const what = {
    note: { text: `${pick(NOTES, chance)} ${pick(NOTES, chance)} ${pick(NOTES, chance)}` },
    'contact-logged': {
      contact: {
        channel: pick(['call', 'letter', 'meeting', 'visit'], chance),
        direction: pick(['in', 'out'], chance),
        topic: 'offer',
        outcome: pick(OUTCOMES, chance),
        durationMinutes: 1 + chance(60),
      },
    },
    changed: { changes: [{ field: 'status' }] },
  }[kind];
  return item(timelineItem, {
    id: idOf('entry', n),
    subject: { type: 'company', id: idOf('company', chance(size.companies)) },
    kind,
    occurredAt: at,
    recordedAt: at,
    actor: idOf('user', chance(OWNERS)),
    ...what,
  });
}
