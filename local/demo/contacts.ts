import type { Channels } from './channels.ts';
import type { MadeCompany } from './companies.ts';
import type { ContactBody, DemoContact, PlaceBody } from './model.ts';
import type { Outline } from './outline.ts';
import { inRussian, makePerson, type Person } from './persons.ts';
import type { Random } from './random.ts';
import { slug } from './slug.ts';
import { type Job, LEADS, STAFF } from './words/jobs.ts';
import { addDays, OPENING, type WorkingTime } from './working-time.ts';

/** Somebody to speak with at a company: from which working day on, and until which. */
export interface Acquaintance {
  readonly contact: number;
  readonly spoken: string;
  readonly since: number;
  readonly until?: number;
}

export interface MadeContacts {
  readonly contacts: readonly DemoContact[];
  /** For each company those one may speak with, the first one always. */
  readonly acquaintances: readonly (readonly Acquaintance[])[];
}

interface Client extends MadeCompany {
  readonly outline: Outline;
}

const LEAVERS = 0.12;
const SECOND_PLACES = 0.035;
const PAST_PLACES = 0.045;

/** The people of all companies. */
export function makeContacts(
  clients: readonly Client[],
  channels: Channels,
  time: WorkingTime,
  random: Random,
): MadeContacts {
  const contacts: DemoContact[] = [];
  const acquaintances = clients.map((client, company) =>
    Array.from({ length: client.outline.people }, (_, place): Acquaintance => {
      const { outline } = client;
      const since = place === 0 ? outline.start : random.int(outline.start, outline.end);
      const person = personOf(client, random);
      const job = outline.segment === 'individuals' ? undefined : random.pick(place === 0 ? LEADS : STAFF);
      const main = { company, ...placeOf(job, outline, place === 0, time.day(since), random) };
      contacts.push({
        by: outline.owner,
        team: outline.team,
        at: time.instant(since, OPENING + 16 + random.int(0, 8)),
        input: contactInput(client, person, job, channels, random),
        places: [main, ...otherPlaces(clients, company, since, time, random)],
      });
      const left = place > 0 && random.chance(LEAVERS) ? random.int(since + 20, since + 200) : undefined;
      const until = left !== undefined && left <= outline.end ? { until: left } : {};
      return { contact: contacts.length - 1, spoken: person.spoken, since, ...until };
    }),
  );
  return { contacts, acquaintances };
}

function personOf({ outline, input }: Client, random: Random): Person {
  if (outline.segment !== 'individuals') return makePerson(outline.country, outline.language, random);
  const [, lastName = '', firstName = '', middleName = ''] = input.name.split(' ');
  return inRussian(lastName, firstName, middleName);
}

function placeOf(
  job: Job | undefined,
  { language }: Outline,
  primary: boolean,
  day: string,
  random: Random,
): PlaceBody {
  if (job === undefined) return { role: 'decision-maker', influence: 5, primary: true };
  const [least, most] = job.influence;
  return {
    jobTitle: job[language],
    ...(job.department === undefined ? {} : { department: job.department[language] }),
    role: job.role,
    influence: random.int(least, most),
    ...(primary ? { primary } : {}),
    from: addDays(day, -random.int(60, 2_500)),
  };
}

/** Now and then somebody works for a second client too, or did so before. */
function otherPlaces(
  clients: readonly Client[],
  company: number,
  since: number,
  time: WorkingTime,
  random: Random,
) {
  const chance = random.next();
  if (chance > SECOND_PLACES + PAST_PLACES) return [];
  const own = clients[company]?.outline;
  const fitting = clients.flatMap(({ outline }, other) =>
    other !== company &&
    outline.owner === own?.owner &&
    outline.team === own.team &&
    outline.start < since &&
    outline.segment !== 'individuals'
      ? [{ other, outline }]
      : [],
  );
  if (fitting.length === 0 || own?.segment === 'individuals') return [];
  const { other, outline } = random.pick(fitting);
  const { primary: _, ...place } = placeOf(random.pick(STAFF), outline, false, time.day(since), random);
  if (chance < SECOND_PLACES) return [{ company: other, ...place }];
  const to = addDays(time.day(since), -random.int(10, 400));
  return [{ company: other, ...place, from: addDays(to, -random.int(300, 2_000)), to }];
}

function contactInput(
  { outline, domain }: Client,
  person: Person,
  job: Job | undefined,
  channels: Channels,
  random: Random,
): ContactBody {
  const { country, city, language } = outline;
  const local = `${slug(person.firstName).slice(0, 1)}.${slug(person.lastName)}`;
  const mobile = random.chance(0.65) ? channels.mobile(country, random) : undefined;
  const { spoken: _, ...names } = person;
  const extension = random.chance(0.3) ? { extension: String(random.int(100, 799)) } : {};
  return {
    ...names,
    language,
    zone: city.zone,
    phones: [
      ...(mobile === undefined ? [] : [{ number: mobile, kind: 'mobile' as const, country }]),
      ...(mobile === undefined || random.chance(0.4)
        ? [{ number: channels.number([city.phone], random), kind: 'work' as const, country, ...extension }]
        : []),
    ],
    ...(random.chance(0.9) ? { emails: [channels.email(local, domain)] } : {}),
    ...(random.chance(0.12) ? { birthday: birthday(random) } : {}),
    ...(job?.role === 'champion' ? { tags: [language === 'ru' ? 'сторонник' : 'supporter'] } : {}),
  };
}

const birthday = (random: Random): string =>
  `${random.int(1958, 1999)}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
