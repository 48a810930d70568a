import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ENTRIES } from '../../functions/platform/default-dictionaries.ts';
import { companyInputSchema, companyPatchSchema } from '../../shared/clients/company.ts';
import { companyLinkInputSchema, contactInputSchema } from '../../shared/clients/contact.ts';
import { checkRequisites, normaliseChannels } from '../../shared/clients/normalise.ts';
import { loggedContactInputSchema, noteInputSchema } from '../../shared/clients/timeline.ts';
import { documentInputSchema } from '../../shared/documents/document.ts';
import { beginsAs } from '../../shared/documents/file-type.ts';
import { entryPatchSchema } from '../../shared/platform/dictionary.ts';
import { generateDemo } from './generate.ts';
import type { Logged, Note, Step } from './model.ts';
import { DEMO_TENANT, DEMO_USERS, EXTRA_TOPICS, type UserKey } from './people.ts';
import { CLOSING, isWorkingDay, localDay, minuteOf, OPENING } from './working-time.ts';

const NOW = new Date('2026-11-23T09:00:00.000Z');
const TWO_YEARS_AGO = new Date('2024-11-23T00:00:00.000Z');
const SOME_ID = '01KA9ZQ4T8E3M6X0V7B2C5D9FG';

const data = generateDemo({ now: NOW });
const steps = data.companies.flatMap(({ history }) => history);
const entries = steps.filter((step) => step.kind === 'note' || step.kind === 'logged');

/** The stored form of what the API takes: throws where the API would refuse. */
function stored(input: unknown, kind: 'company' | 'contact') {
  const parsed = (kind === 'company' ? companyInputSchema : contactInputSchema).parse(input);
  const normalised = normaliseChannels(parsed, DEMO_TENANT.country as 'RU');
  if ('issues' in normalised) throw new Error(JSON.stringify(normalised.issues));
  return normalised.value;
}

test('makes as much as is asked for', () => {
  expect(data.companies).toHaveLength(300);
  expect(data.contacts).toHaveLength(800);
  expect(entries).toHaveLength(5_000);
  expect(data.relations.length).toBeGreaterThan(30);
  const russian = data.companies.filter(({ input }) => input.addresses?.[0]?.country === 'RU');
  expect(russian).toHaveLength(200);
});

test('the same seed and day make the same data, another seed others', () => {
  expect(generateDemo({ now: NOW })).toEqual(data);
  expect(generateDemo({ now: NOW, seed: 'another' }).companies[0]?.input).not.toEqual(
    data.companies[0]?.input,
  );
});

describe('everything is as the API takes it', () => {
  test('companies, with requisites whose check digits are right', () => {
    for (const { input } of data.companies) {
      const company = stored(input, 'company');
      expect(checkRequisites(company as Parameters<typeof checkRequisites>[0])).toEqual([]);
      if (input.addresses?.[0]?.country === 'RU') expect(company).toHaveProperty('inn');
    }
  });

  test('documents, whose bytes are what their names say', () => {
    const documents = data.companies.flatMap((company) => company.documents);
    expect(documents.length).toBeGreaterThan(30);
    for (const { fileName, contentType, content } of documents) {
      const sha256 = createHash('sha256').update(content).digest('base64');
      documentInputSchema.parse({ fileName, contentType, bytes: content.byteLength, sha256 });
      expect(beginsAs(contentType, content)).toBe(true);
    }
  });

  test('contacts and their places', () => {
    for (const { input, places } of data.contacts) {
      stored(input, 'contact');
      expect(new Set(places.map(({ company }) => company)).size).toBe(places.length);
      for (const { company: _, ...place } of places)
        companyLinkInputSchema.parse({ companyId: SOME_ID, ...place });
    }
  });

  test('entries, changes and costs', () => {
    for (const step of steps) parseStep(step);
    for (const costs of data.costs.values()) entryPatchSchema.parse({ costs });
  });

  function parseStep(step: Step): void {
    if (step.kind === 'note')
      noteInputSchema.parse({ text: step.text, occurredAt: step.occurredAt.toISOString() });
    if (step.kind === 'logged')
      loggedContactInputSchema.parse({ ...step.input, occurredAt: step.occurredAt.toISOString() });
    if (step.kind === 'changed') companyPatchSchema.parse(step.patch);
  }

  test('dictionary entries exist', () => {
    const ids = (name: keyof typeof DEFAULT_ENTRIES): string[] => DEFAULT_ENTRIES[name].map(([id]) => id);
    const topics = [...ids('contact-topics'), ...EXTRA_TOPICS.map(({ id }) => id)];
    for (const { input } of data.companies) {
      expect(ids('industries')).toContain(input.industry);
      expect(ids('segments')).toContain(input.segment);
      expect(ids('lead-sources')).toContain(input.leadSource);
    }
    for (const step of logged(steps)) expect(topics).toContain(step.input.topic);
    for (const source of data.costs.keys()) expect(ids('lead-sources')).toContain(source);
  });
});

test('no slot of a text is left open', () => {
  const texts = steps.map((step) =>
    step.kind === 'note' ? step.text : step.kind === 'logged' ? step.input.text : '',
  );
  expect(texts.filter((text) => /[{}|]|undefined/.test(text ?? ''))).toEqual([]);
});

test('nobody real is reached: reserved domains only, and every address once', () => {
  const addresses = [...data.companies, ...data.contacts].flatMap(({ input }) =>
    (input.emails ?? []).map((email) => (typeof email === 'string' ? email : email.address)),
  );
  expect(addresses.filter((address) => !address.endsWith('.example'))).toEqual([]);
  expect(new Set(addresses).size).toBe(addresses.length);
  const sites = data.companies.flatMap(({ input }) => input.website ?? []);
  expect(sites.filter((site) => !new URL(site).hostname.endsWith('.example'))).toEqual([]);
  const ids = data.companies.flatMap(({ input }) => input.externalIds?.map(({ id }) => id) ?? []);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each([
  ['a Monday noon', NOW],
  ['a Sunday', new Date('2026-11-22T12:00:00.000Z')],
  ['early in the morning', new Date('2026-11-24T05:00:00.000Z')],
  ['just after the day began to count', new Date('2026-11-24T07:31:00.000Z')],
  ['a leap day', new Date('2028-02-29T15:00:00.000Z')],
])('times, made on %s', (_, now) => {
  const made = generateDemo({ now });
  const all = made.companies.flatMap(({ history }) => history);

  test('lie in working hours of the last two years', () => {
    const since = new Date(now);
    since.setUTCFullYear(since.getUTCFullYear() - 2);
    for (const { occurredAt, ...step } of [...logged(all), ...notes(all)]) {
      const minute = minuteOf(occurredAt, DEMO_TENANT.zone);
      expect(isWorkingDay(localDay(occurredAt, DEMO_TENANT.zone))).toBe(true);
      expect(minute).toBeGreaterThanOrEqual(OPENING);
      const end = minute + (step.kind === 'logged' ? (step.input.durationMinutes ?? 0) : 0);
      expect(end).toBeLessThanOrEqual(CLOSING);
      expect(occurredAt.getTime()).toBeGreaterThan(since.getTime());
      expect(step.at.getTime()).toBeGreaterThanOrEqual(occurredAt.getTime());
    }
  });

  test('nothing is written down in the future, and the data end not long ago', () => {
    const deeds = [...made.companies, ...made.contacts, ...made.relations, ...all].map(({ at }) =>
      at.getTime(),
    );
    expect(Math.max(...deeds)).toBeLessThanOrEqual(now.getTime());
    expect(Math.max(...deeds)).toBeGreaterThan(now.getTime() - 4 * 86_400_000);
  });
});

describe('what refers to something comes after it', () => {
  test('histories are in order, after the card and its people', () => {
    for (const { at, history } of data.companies) {
      for (const [place, step] of history.entries()) {
        expect(step.at.getTime()).toBeGreaterThan((history[place - 1]?.at ?? at).getTime() - 1);
        for (const contact of contactsOf(step)) {
          const person = data.contacts[contact];
          expect(person?.at.getTime()).toBeLessThan(step.at.getTime());
        }
      }
    }
  });

  test('people met belong to the company', () => {
    for (const [company, { history }] of data.companies.entries()) {
      for (const contact of history.flatMap(contactsOf)) {
        expect(data.contacts[contact]?.places.map((place) => place.company)).toContain(company);
      }
    }
  });

  test('places and relations come after both companies; corrections after what they correct, once each', () => {
    for (const { at, places } of data.contacts) {
      for (const { company } of places)
        expect(data.companies[company]?.at.getTime()).toBeLessThan(at.getTime());
    }
    for (const { at, company, other } of data.relations) {
      expect(data.companies[company]?.at.getTime()).toBeLessThan(at.getTime());
      expect(data.companies[other]?.at.getTime()).toBeLessThan(at.getTime());
    }
    for (const { history } of data.companies) {
      const corrections = [...logged(history), ...notes(history)].flatMap(({ corrects }) => corrects ?? []);
      expect(new Set(corrections).size).toBe(corrections.length);
      for (const [place, step] of history.entries()) {
        if (!('corrects' in step) || step.corrects === undefined) continue;
        expect(step.corrects).toBeLessThan(place);
        expect(history[step.corrects]?.kind).toBe(step.kind);
      }
    }
  });

  function contactsOf(step: Step): readonly number[] {
    if (step.kind === 'logged') return step.contacts;
    if (step.kind === 'left') return [step.contact];
    return step.kind === 'note' && step.onContact !== undefined ? [step.onContact] : [];
  }
});

test('the rhythm is that of the client: customers speak often, prospects seldom, former ones no more', () => {
  const byStatus = Object.groupBy(data.companies, ({ history }) => {
    const statuses = history.flatMap((step) => (step.kind === 'changed' && step.patch.status) || []);
    return statuses.at(-1) ?? 'prospect';
  });
  const average = (companies: typeof data.companies = []): number =>
    companies.reduce((sum, { history }) => sum + history.length, 0) / companies.length;
  expect(average(byStatus['customer'])).toBeGreaterThan(3 * average(byStatus['prospect']));
  expect(average(byStatus['former'])).toBeGreaterThan(average(byStatus['prospect']));
  const lastOf = ({ history }: (typeof data.companies)[number]): number =>
    logged(history).at(-1)?.at.getTime() ?? 0;
  expect(Math.max(...(byStatus['former'] ?? []).map(lastOf))).toBeLessThan(NOW.getTime() - 60 * 86_400_000);
  expect(TWO_YEARS_AGO.getTime()).toBeLessThan(Math.min(...data.companies.map(({ at }) => at.getTime())));
});

test('whoever acts may do so: owners change their own, all within their teams', () => {
  const teams = (user: UserKey): readonly string[] => DEMO_USERS[user].teams;
  for (const { by, team, history } of data.companies) {
    expect(teams(by)).toContain(team);
    for (const step of history) {
      expect(teams(step.by)).toContain(team);
      if (step.kind === 'changed' || step.kind === 'left') expect(step.by).toBe(by);
    }
  }
  for (const { by, places } of data.contacts) {
    for (const { company } of places) expect(data.companies[company]?.by).toBe(by);
  }
});

test('some people work for two clients, some did so before, some have left, some entries are corrected', () => {
  expect(data.contacts.filter(({ places }) => places.length > 1).length).toBeGreaterThan(20);
  expect(
    data.contacts.filter(({ places }) => places.some(({ to }) => to !== undefined)).length,
  ).toBeGreaterThan(10);
  expect(steps.filter(({ kind }) => kind === 'left').length).toBeGreaterThan(5);
  expect(entries.filter((step) => 'corrects' in step).length).toBeGreaterThan(30);
});

function logged(all: readonly Step[]): Logged[] {
  return all.filter((step) => step.kind === 'logged');
}

function notes(all: readonly Step[]): Note[] {
  return all.filter((step) => step.kind === 'note');
}
