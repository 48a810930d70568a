import { type CountryCode, isCountryCode, listCountries } from '../country.ts';
import type { Refusal } from '../issue.ts';

/**
 * Names in use besides those of the platform (Unicode CLDR): official and older ones, abbreviations, and codes of three
 * letters (ISO 3166-1 alpha-3) of countries that lists here have most.
 */
const OTHER_NAMES: Readonly<Partial<Record<CountryCode, string>>> = {
  AE: 'Эмираты|Объединённые Арабские Эмираты|UAE|Emirates',
  AM: 'Республика Армения|ARM',
  AZ: 'Азербайджанская Республика|AZE',
  BA: 'Босния|Bosnia',
  BY: 'Белоруссия|Республика Беларусь|РБ|BLR|Byelorussia',
  CD: 'ДР Конго|ДРК|DR Congo|Democratic Republic of the Congo',
  CG: 'Конго|Республика Конго|Congo|Republic of the Congo',
  CI: 'Ivory Coast|Кот д’Ивуар',
  CN: 'КНР|Китайская Народная Республика|PRC|P.R. China|China (PRC)|CHN|Mainland China',
  CV: 'Cabo Verde|Острова Зелёного Мыса',
  CZ: 'Чешская Республика|Czech Republic|CZE',
  DE: 'ФРГ|Federal Republic of Germany|Deutschland|DEU|GER',
  FI: 'Suomi|FIN',
  FR: 'FRA',
  GB: 'Англия|Шотландия|Уэльс|Соединённое Королевство|UK|U.K.|Great Britain|Britain|England|Scotland|Wales|GBR',
  GE: 'GEO',
  HK: 'Гонконг|Hong Kong',
  IR: 'Исламская Республика Иран|Islamic Republic of Iran',
  IT: 'ITA',
  KG: 'Кыргызстан|Кыргызская Республика|KGZ',
  KP: 'Северная Корея|North Korea|DPRK',
  KR: 'Южная Корея|Корея|South Korea|Korea|Republic of Korea|Korea, Republic of',
  KZ: 'Республика Казахстан|РК|KAZ',
  LA: 'Laos|Лаос',
  MD: 'Молдавия|Республика Молдова|Moldavia|Republic of Moldova|MDA',
  MK: 'Македония|Macedonia',
  MM: 'Мьянма|Бирма|Myanmar|Burma',
  MO: 'Макао|Macau|Macao',
  NL: 'Голландия|Holland|The Netherlands|NLD',
  PL: 'POL',
  PS: 'Палестина|Palestine',
  RU: 'РФ|Российская Федерация|Russian Federation|RUS|Rossiya|R.F.',
  SY: 'Syrian Arab Republic',
  SZ: 'Свазиленд|Swaziland',
  TJ: 'Республика Таджикистан|TJK',
  TL: 'East Timor',
  TM: 'Туркмения|TKM',
  TR: 'Turkey|Турецкая Республика|TUR',
  TW: 'Тайвань|Taiwan (ROC)|Chinese Taipei',
  TZ: 'United Republic of Tanzania',
  UA: 'UKR',
  US: 'США|Соединённые Штаты Америки|Америка|USA|U.S.A.|U.S.|United States of America|America',
  UZ: 'Республика Узбекистан|UZB',
  VA: 'Vatican|Holy See|Святой Престол',
  VN: 'Viet Nam|VNM',
};

/** Names without case, marks, punctuation and spaces: "Côte d’Ivoire" is typed in many ways. */
const nameKey = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[^\p{L}]/gu, '')
    .toLowerCase();

let known: ReadonlyMap<string, CountryCode> | undefined;

/** Made at first use: some 1,500 names. A name of our own goes before one of the platform. */
function names(): ReadonlyMap<string, CountryCode> {
  if (known) return known;
  const found = new Map<string, CountryCode>();
  for (const language of ['en', 'ru']) {
    for (const style of ['long', 'short'] as const) {
      const display = new Intl.DisplayNames([language], { type: 'region', style, fallback: 'none' });
      for (const code of listCountries()) {
        const name = display.of(code);
        if (name !== undefined) found.set(nameKey(name), code);
      }
    }
  }
  for (const code of listCountries()) {
    for (const name of OTHER_NAMES[code]?.split('|') ?? []) found.set(nameKey(name), code);
  }
  known = found;
  return found;
}

/** A country by its code or its English or Russian name. Code: `country.unknown`. */
export function readCountry(text: string): CountryCode | Refusal {
  const code = text.trim().toUpperCase();
  if (isCountryCode(code)) return code;
  const found = text.length > 100 ? undefined : names().get(nameKey(text));
  if (found) return found;
  const message =
    'Give the country by its code, such as RU, or its English or Russian name; or say in "values" what the word stands for.';
  return { code: 'country.unknown', message };
}
