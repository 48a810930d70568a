import type { StoredItem } from '../../functions/runtime/table/item.ts';
import type { Outcome } from './api-calls.ts';
import { effectOf } from './effects.ts';
import type { CallParts, RouteId } from './path-bed.ts';

/** One request of a worker, with all that tells its items from those of every other. */
export interface Deed extends CallParts {
  readonly route: RouteId;
  /** Everything that it writes carries this instant, which no other deed has. */
  readonly at: Date;
  readonly key: string;
  /** A phone that nobody else has. */
  readonly phone: string;
  /** What it has to leave behind, in the words of `EFFECTS`. */
  readonly whole: string;
  outcome?: Outcome;
}

const WHOLE = {
  createCompany: '+client.created.v1, +company, +company:created, +idempotency, +lookup x3',
  createContact:
    '+client.created.v1, +company-link, +company:contact-linked, +contact, +contact-link, +contact-linked.v1, +contact:created, +idempotency, +lookup',
  noteOnCompany: '+company:note, +idempotency, +note-written.v1',
  logContactWithCompany: '+company:contact-logged, +contact-logged.v1, +idempotency',
  changeCompany: '+client.changed.v1, +company:changed',
} as const;

const FIRST = Date.now();
let made = 0;

function deed(route: keyof typeof WHOLE, parts: (phone: string, serial: number) => CallParts): Deed {
  made += 1;
  const phone = `+7495${String(1_000_000 + made)}`;
  return {
    route,
    at: new Date(FIRST + made),
    key: `deed-${made}`,
    phone,
    whole: WHOLE[route],
    ...parts(phone, made),
  };
}

/** A new company. */
export const beginCompany = (): Deed =>
  deed('createCompany', (phone) => ({
    body: {
      // Its lookup by name is told by the phone, as the others are.
      name: `Ромашка ${phone}`,
      phones: [phone],
      externalIds: [{ source: 'test', id: `${phone}` }],
    },
  }));

/** What a worker does with its company, turn by turn. */
export function nextDeed(companyId: string, turn: number): Deed {
  const params = { id: companyId };
  switch (turn % 4) {
    case 0:
      return deed('createContact', (phone, serial) => ({
        body: { name: `Иван ${serial}`, phones: [phone], companies: [{ companyId }] },
      }));
    case 1:
      return deed('changeCompany', (_, serial) => ({ params, body: { tags: [String(serial)] } }));
    case 2:
      return deed('noteOnCompany', (_, serial) => ({ params, body: { text: `Заметка ${serial}` } }));
    default:
      return deed('logContactWithCompany', (_, serial) => ({
        params,
        body: { channel: 'visit', text: `Визит ${serial}` },
      }));
  }
}

/** What a deed has left behind. A changed company itself is left out: the next change takes it over. */
export function tracesOf({ at, key, phone, route }: Deed, items: readonly StoredItem[]): string {
  const instant = at.toISOString();
  const traces = items.filter(
    (item) =>
      item.sk === key || (item.kind === 'lookup' ? item.pk.includes(phone) : bornAt(item) === instant),
  );
  return effectOf([], route === 'changeCompany' ? traces.filter(({ kind }) => kind !== 'company') : traces);
}

function bornAt({ kind, data }: StoredItem): unknown {
  if (kind === 'event') return data['occurredAt'];
  return kind === 'timeline' ? data['recordedAt'] : data['createdAt'];
}
