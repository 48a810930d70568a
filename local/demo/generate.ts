import { createChannels } from './channels.ts';
import { makeCompany } from './companies.ts';
import { makeContacts } from './contacts.ts';
import { makeDocuments } from './documents.ts';
import { nameFirms } from './firm-names.ts';
import { makeHistory } from './history.ts';
import type { Cost, DemoData } from './model.ts';
import { outlineCompanies, type Size } from './outline.ts';
import { DEMO_TENANT, QUARTERLY_COSTS } from './people.ts';
import { makePerson } from './persons.ts';
import { createRandom, type Random } from './random.ts';
import { makeRelations } from './relations.ts';
import { addDays, createWorkingTime, OPENING, type WorkingTime } from './working-time.ts';

export interface DemoOptions extends Partial<Size> {
  /** The data end on this day, in the zone of the demo tenant. */
  readonly now: Date;
  readonly seed?: string;
}

/** The demo tenant as issue-size data: 300 companies, 800 people, 5,000 entries of chronology over two years. */
export const DEMO_SIZE: Size = { companies: 300, contacts: 800, entries: 5_000 };

/** Makes the data of the demo tenant. The same seed, size and `now` give the same data. */
export function generateDemo({ now, seed = 'kartoteka', ...sizes }: DemoOptions): DemoData {
  const size = { ...DEMO_SIZE, ...sizes };
  const random = createRandom(seed);
  const time = createWorkingTime(now, DEMO_TENANT.zone);
  const channels = createChannels();
  const outlines = outlineCompanies(size, time, random.fork('outlines'));
  const firms = nameFirms(outlines, (chance) => makePerson('RU', 'ru', chance).name, random.fork('names'));
  const clients = outlines.flatMap((outline, place) => {
    const firm = firms[place];
    return firm
      ? [{ outline, ...makeCompany(outline, firm, channels, random.fork(`company ${place}`)) }]
      : [];
  });
  const { contacts, acquaintances } = makeContacts(clients, channels, time, random.fork('contacts'));
  const companies = clients.map(({ outline, input }, place) => {
    const history = makeHistory({
      outline,
      company: input,
      people: acquaintances[place] ?? [],
      time,
      random: random.fork(`history ${place}`),
    });
    return {
      by: outline.owner,
      team: outline.team,
      at: time.instant(outline.start, OPENING + (place % 15)),
      input,
      history,
      documents: makeDocuments(outline, input.name, history, random.fork(`documents ${place}`)),
    };
  });
  return {
    companies,
    contacts,
    relations: makeRelations(outlines, time, random.fork('relations')),
    costs: makeCosts(time, random.fork('costs')),
  };
}

/** What the lead sources cost, quarter by quarter. */
function makeCosts(time: WorkingTime, random: Random): Map<string, Cost[]> {
  const quarters: { from: string; to: string }[] = [];
  const [year = '', month = '1'] = time.day(0).split('-');
  let from = `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
  while (from <= time.day(time.last)) {
    // Ninety-two days after its first day a quarter is over: the next one begins with that month.
    const next = `${addDays(from, 92).slice(0, 7)}-01`;
    quarters.push({ from, to: addDays(next, -1) });
    from = next;
  }
  return new Map(
    Object.entries(QUARTERLY_COSTS).map(([id, cost]) => [
      id,
      quarters.map((quarter) => {
        const amount = Math.round((cost * (0.8 + random.next() * 0.4)) / 1_000) * 1_000;
        return { ...quarter, cost: { amount: String(amount), currency: DEMO_TENANT.currency } };
      }),
    ]),
  );
}
