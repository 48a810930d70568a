import type { Channels } from './channels.ts';
import type { FirmName } from './firm-names.ts';
import type { CompanyBody } from './model.ts';
import type { Outline, Segment } from './outline.ts';
import type { Random } from './random.ts';
import { iban, organisationNumbers, russianAccount, traderNumbers } from './requisites.ts';
import { slug } from './slug.ts';
import { INDUSTRIES, TAGS } from './words/firms.ts';
import { FOREIGN_STREETS, RUSSIAN_STREETS } from './words/places.ts';

/** A company as the API takes it, with the domain that its people's addresses are in. */
export interface MadeCompany {
  readonly input: CompanyBody;
  readonly domain: string;
}

/** Annual revenue by segment, from and to, in millions of roubles, and number of employees. */
const SCALES: Readonly<
  Record<Segment, { revenue: readonly [number, number]; staff: readonly [number, number] }>
> = {
  key: { revenue: [3_000, 20_000], staff: [400, 4_000] },
  large: { revenue: [600, 3_000], staff: [120, 600] },
  medium: { revenue: [80, 600], staff: [25, 150] },
  small: { revenue: [8, 80], staff: [3, 30] },
  individuals: { revenue: [2, 15], staff: [0, 4] },
};

/** Currency of a country and roughly what one unit of it costs in roubles. */
const CURRENCIES: Readonly<Record<string, readonly [currency: string, roubles: number]>> = {
  RU: ['RUB', 1],
  US: ['USD', 80],
  CA: ['CAD', 58],
  GB: ['GBP', 105],
  IE: ['EUR', 92],
  DE: ['EUR', 92],
  FR: ['EUR', 92],
  SE: ['SEK', 8.4],
  AU: ['AUD', 53],
  KZ: ['KZT', 0.16],
  BY: ['BYN', 27],
};

export const currencyOf = (country: string): readonly [currency: string, roubles: number] =>
  CURRENCIES[country] ?? ['RUB', 1];

const LEAD_SOURCES = [
  ['web', 30],
  ['recommendation', 22],
  ['exhibition', 16],
  ['cold-call', 14],
  ['advertising', 10],
  ['partner', 5],
  ['mailing', 3],
] as const;

/** Makes a company of its outline. The status is the one it began with. */
export function makeCompany(
  outline: Outline,
  firm: FirmName,
  channels: Channels,
  random: Random,
): MadeCompany {
  const { country, city, segment, language, industry } = outline;
  const domain = channels.domain(slug(firm.core), country);
  const founded = random.int(1992, 2022);
  const individual = segment === 'individuals';
  const tags =
    outline.status === 'prospect'
      ? []
      : random.sample(
          TAGS[language],
          random.weighted([
            [0, 6],
            [1, 3],
            [2, 1],
          ]),
        );
  return {
    domain,
    input: {
      kind: individual ? 'person' : 'company',
      name: firm.name,
      ...(firm.legalName === undefined ? {} : { legalName: firm.legalName }),
      status: 'prospect',
      ...requisites(outline, founded, random),
      industry,
      segment,
      leadSource: random.weighted(LEAD_SOURCES),
      ...(tags.length === 0 ? {} : { tags }),
      ...(individual
        ? {}
        : { website: `https://${domain}/`, description: INDUSTRIES[industry]?.about[language] ?? '' }),
      phones: phones(outline, channels, random),
      emails: emails(domain, individual, channels, random),
      addresses: addresses(outline, random),
      ...size(outline, random),
      foundedYear: founded,
      finances: finances(outline, random),
      zone: city.zone,
      language,
      ...(outline.status === 'prospect' || country !== 'RU'
        ? {}
        : { externalIds: [{ source: '1c', id: channels.number(['00-######'], random) }] }),
    },
  };
}

function requisites({ country, city, segment }: Outline, founded: number, random: Random) {
  if (country !== 'RU') return {};
  const region = city.taxRegion ?? '77';
  return segment === 'individuals'
    ? traderNumbers(region, founded, random)
    : organisationNumbers(region, founded, random);
}

function phones({ city, country, segment }: Outline, channels: Channels, random: Random) {
  if (segment === 'individuals')
    return [{ number: channels.mobile(country, random) ?? '', kind: 'mobile' as const }];
  const office = { number: channels.number([city.phone], random), kind: 'work' as const, country };
  if (!random.chance(0.35)) return [office];
  const second = channels.number([city.phone], random);
  return [
    office,
    { number: second, kind: random.chance(0.4) ? ('fax' as const) : ('work' as const), country },
  ];
}

function emails(domain: string, individual: boolean, channels: Channels, random: Random) {
  const first = channels.email(individual ? 'mail' : random.pick(['info', 'office', 'mail']), domain);
  if (individual || !random.chance(0.3)) return [first];
  return [first, { address: channels.email('invoice', domain), kind: 'invoice' as const }];
}

function addresses({ country, city }: Outline, random: Random) {
  const streets = country === 'RU' ? RUSSIAN_STREETS : (FOREIGN_STREETS[country] ?? []);
  const house = random.int(1, 140);
  const street = random.pick(streets);
  const inRussian = ['RU', 'KZ', 'BY'].includes(country);
  const numberFirst = ['US', 'GB', 'CA', 'AU', 'IE', 'FR'].includes(country);
  const line = inRussian
    ? `${street}, ${house}${random.chance(0.4) ? `, оф. ${random.int(1, 420)}` : ''}`
    : numberFirst
      ? `${house} ${street}`
      : `${street} ${house}`;
  return [
    {
      kind: 'actual' as const,
      line,
      city: city.name,
      ...(city.region === undefined ? {} : { region: city.region }),
      postalCode: random.digits(city.postalCode),
      country,
    },
  ];
}

function size({ segment }: Outline, random: Random) {
  const [least, most] = SCALES[segment].staff;
  return { employees: random.int(least, most) };
}

/** A round sum in the client's currency, between two amounts in millions of roubles. */
export function sumIn(country: string, [least, most]: readonly [number, number], random: Random) {
  const [currency, roubles] = currencyOf(country);
  // Small sums are more common than large ones.
  const millions = least * (most / least) ** random.next();
  const units = (millions * 1_000_000) / roubles;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(units)) - 1);
  return { amount: String(Math.max(1, Math.round(units / step)) * step), currency };
}

function finances({ country, segment, status }: Outline, random: Random) {
  const { revenue } = SCALES[segment];
  const spending = [revenue[0] * 0.002, revenue[1] * 0.004] as const;
  const account = country === 'RU' ? russianAccount(random) : undefined;
  const foreign = iban(country, random);
  const [currency] = currencyOf(country);
  return {
    annualRevenue: sumIn(country, revenue, random),
    budget: sumIn(country, spending, random),
    ...(status === 'prospect' ? {} : { creditLimit: sumIn(country, spending, random) }),
    ...(status !== 'prospect' && account ? { bankAccounts: [account] } : {}),
    ...(status !== 'prospect' && foreign ? { bankAccounts: [{ iban: foreign, currency }] } : {}),
  };
}
