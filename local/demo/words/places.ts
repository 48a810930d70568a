/** Where clients are. In telephone masks a `#` is any digit. */
export interface City {
  readonly name: string;
  readonly region?: string;
  /** Masks of numbers that belong to nobody: see `telephones` in the README of the demo tenant. */
  readonly phone: string;
  readonly postalCode: string;
  readonly zone: string;
  /** Number of the region in tax numbers; Russia only. */
  readonly taxRegion?: string;
}

type Row = readonly [
  name: string,
  region: string,
  phone: string,
  postalCode: string,
  zone: string,
  tax?: string,
];

const cities = (...rows: readonly Row[]): readonly City[] =>
  rows.map(([name, region, phone, postalCode, zone, taxRegion]) => ({
    name,
    ...(region === '' ? {} : { region }),
    phone,
    postalCode,
    zone,
    ...(taxRegion === undefined ? {} : { taxRegion }),
  }));

/** Local numbers in Russia, Kazakhstan and Belarus never begin with 0: it is kept for services such as 01 and 02. */
export const RUSSIAN_CITIES = cities(
  ['Москва', '', '+7 (495) 0##-##-##', '1150##', 'Europe/Moscow', '77'],
  ['Санкт-Петербург', '', '+7 (812) 0##-##-##', '1961##', 'Europe/Moscow', '78'],
  ['Новосибирск', 'Новосибирская область', '+7 (383) 0##-##-##', '6300##', 'Asia/Novosibirsk', '54'],
  ['Екатеринбург', 'Свердловская область', '+7 (343) 0##-##-##', '6200##', 'Asia/Yekaterinburg', '66'],
  ['Казань', 'Республика Татарстан', '+7 (843) 0##-##-##', '4200##', 'Europe/Moscow', '16'],
  ['Нижний Новгород', 'Нижегородская область', '+7 (831) 0##-##-##', '6030##', 'Europe/Moscow', '52'],
  ['Самара', 'Самарская область', '+7 (846) 0##-##-##', '4430##', 'Europe/Samara', '63'],
  ['Краснодар', 'Краснодарский край', '+7 (861) 0##-##-##', '3500##', 'Europe/Moscow', '23'],
  ['Ростов-на-Дону', 'Ростовская область', '+7 (863) 0##-##-##', '3440##', 'Europe/Moscow', '61'],
  ['Челябинск', 'Челябинская область', '+7 (351) 0##-##-##', '4540##', 'Asia/Yekaterinburg', '74'],
  ['Уфа', 'Республика Башкортостан', '+7 (347) 0##-##-##', '4500##', 'Asia/Yekaterinburg', '02'],
  ['Пермь', 'Пермский край', '+7 (342) 0##-##-##', '6140##', 'Asia/Yekaterinburg', '59'],
  ['Воронеж', 'Воронежская область', '+7 (473) 0##-##-##', '3940##', 'Europe/Moscow', '36'],
  ['Красноярск', 'Красноярский край', '+7 (391) 0##-##-##', '6600##', 'Asia/Krasnoyarsk', '24'],
  ['Омск', 'Омская область', '+7 (3812) 0#-##-##', '6440##', 'Asia/Omsk', '55'],
  ['Ярославль', 'Ярославская область', '+7 (4852) 0#-##-##', '1500##', 'Europe/Moscow', '76'],
  ['Тула', 'Тульская область', '+7 (4872) 0#-##-##', '3000##', 'Europe/Moscow', '71'],
  ['Калининград', 'Калининградская область', '+7 (4012) 0#-##-##', '2360##', 'Europe/Kaliningrad', '39'],
  ['Владивосток', 'Приморский край', '+7 (423) 0##-##-##', '6900##', 'Asia/Vladivostok', '25'],
  ['Иркутск', 'Иркутская область', '+7 (3952) 0#-##-##', '6640##', 'Asia/Irkutsk', '38'],
  ['Тюмень', 'Тюменская область', '+7 (3452) 0#-##-##', '6250##', 'Asia/Yekaterinburg', '72'],
  ['Вологда', 'Вологодская область', '+7 (8172) 0#-##-##', '1600##', 'Europe/Moscow', '35'],
);

export const RUSSIAN_STREETS =
  `ул. Заводская|ул. Складская|ул. Промышленная|ул. Лесная|ул. Садовая|ул. Речная|ул. Полевая|
ул. Вокзальная|ул. Мира|ул. Молодёжная|ул. Строителей|ул. Победы|ул. Транспортная|ул. Гагарина|ул. Чехова|ул. Пушкина|
ул. Машиностроителей|ул. Энергетиков|пр-т Металлургов|пр-т Космонавтов|пр-т Победы|пр-т Ленина|ш. Московское|
ш. Объездное|наб. Северная|пер. Тихий|б-р Юности`
    .split('|')
    .map((street) => street.trim());

/** Ranges kept free for films by Ofcom, the Bundesnetzagentur, ARCEP, PTS, ACMA and ComReg; 555-01xx in North America. */
export const FOREIGN_CITIES: Readonly<Record<string, readonly City[]>> = {
  US: cities(
    ['Denver', 'CO', '+1 303-555-01##', '802##', 'America/Denver'],
    ['Portland', 'OR', '+1 503-555-01##', '972##', 'America/Los_Angeles'],
    ['Austin', 'TX', '+1 512-555-01##', '787##', 'America/Chicago'],
    ['Columbus', 'OH', '+1 614-555-01##', '432##', 'America/New_York'],
  ),
  CA: cities(
    ['Toronto', 'ON', '+1 416-555-01##', 'M5V #A#', 'America/Toronto'],
    ['Vancouver', 'BC', '+1 604-555-01##', 'V6B #C#', 'America/Vancouver'],
  ),
  GB: cities(
    ['London', '', '+44 20 7946 0###', 'SE1 #QT', 'Europe/London'],
    ['Manchester', '', '+44 161 496 0###', 'M# #LD', 'Europe/London'],
    ['Leeds', 'West Yorkshire', '+44 113 496 0###', 'LS# #BN', 'Europe/London'],
    ['Bristol', '', '+44 117 496 0###', 'BS# #HX', 'Europe/London'],
  ),
  IE: cities(['Dublin', '', '+353 20 911 0###', 'D0# #X#', 'Europe/Dublin']),
  DE: cities(
    ['Berlin', '', '+49 30 23125 ###', '101##', 'Europe/Berlin'],
    ['Hamburg', '', '+49 40 66969 ###', '204##', 'Europe/Berlin'],
    ['Köln', 'Nordrhein-Westfalen', '+49 221 4710 ###', '506##', 'Europe/Berlin'],
    ['München', 'Bayern', '+49 89 99998 ###', '803##', 'Europe/Berlin'],
    ['Frankfurt am Main', 'Hessen', '+49 69 90009 ###', '603##', 'Europe/Berlin'],
  ),
  FR: cities(
    ['Paris', '', '+33 1 99 00 ## ##', '7501#', 'Europe/Paris'],
    ['Lyon', '', '+33 4 65 71 ## ##', '6900#', 'Europe/Paris'],
    ['Nantes', '', '+33 2 61 91 ## ##', '4400#', 'Europe/Paris'],
    ['Lille', '', '+33 3 53 01 ## ##', '590##', 'Europe/Paris'],
  ),
  SE: cities(
    ['Stockholm', '', '+46 8 465 004 ##', '111 ##', 'Europe/Stockholm'],
    ['Göteborg', '', '+46 31 390 06 ##', '411 ##', 'Europe/Stockholm'],
    ['Malmö', '', '+46 40 628 04 ##', '211 ##', 'Europe/Stockholm'],
  ),
  AU: cities(
    ['Sydney', 'NSW', '+61 2 5550 ####', '20##', 'Australia/Sydney'],
    ['Melbourne', 'VIC', '+61 3 5550 ####', '30##', 'Australia/Melbourne'],
  ),
  KZ: cities(
    ['Алматы', '', '+7 (727) 0##-##-##', '0500##', 'Asia/Almaty'],
    ['Астана', '', '+7 (7172) 0#-##-##', '0100##', 'Asia/Almaty'],
    ['Караганда', 'Карагандинская область', '+7 (7212) 0#-##-##', '1000##', 'Asia/Almaty'],
  ),
  BY: cities(
    ['Минск', '', '+375 17 0##-##-##', '2200##', 'Europe/Minsk'],
    ['Гомель', 'Гомельская область', '+375 232 0#-##-##', '2460##', 'Europe/Minsk'],
    ['Брест', 'Брестская область', '+375 162 0#-##-##', '2240##', 'Europe/Minsk'],
  ),
};

const STREETS_IN_ENGLISH =
  `Mill Road|Station Road|Harbour Street|Kingsway|Foundry Lane|Canal Street|Orchard Avenue|Market Street|
Commerce Drive|Industrial Parkway|Quarry Road|Bridge Street`
    .split('|')
    .map((street) => street.trim());

export const FOREIGN_STREETS: Readonly<Record<string, readonly string[]>> = {
  US: STREETS_IN_ENGLISH,
  CA: STREETS_IN_ENGLISH,
  GB: STREETS_IN_ENGLISH,
  IE: STREETS_IN_ENGLISH,
  AU: STREETS_IN_ENGLISH,
  DE: ['Industriestraße', 'Hafenstraße', 'Gewerbepark', 'Mühlenweg', 'Am Güterbahnhof', 'Lindenallee'],
  FR: ['rue des Ateliers', 'avenue de la Gare', 'rue du Port', 'quai des Docks', 'rue de la Fonderie'],
  SE: ['Hamngatan', 'Industrigatan', 'Verkstadsvägen', 'Kvarngatan', 'Järnvägsgatan'],
  KZ: ['ул. Складская', 'ул. Степная', 'пр-т Независимости', 'ул. Вокзальная', 'ул. Промышленная'],
  BY: ['ул. Заводская', 'ул. Лесная', 'пр-т Независимости', 'ул. Фабричная', 'ул. Космонавтов'],
};

/** Mobile numbers. Russia: codes 944 to 947 are given to no operator. No such range is known in the countries left out. */
export const MOBILES: Readonly<Record<string, readonly string[]>> = {
  RU: ['+7 944 ###-##-##', '+7 945 ###-##-##', '+7 946 ###-##-##', '+7 947 ###-##-##'],
  GB: ['+44 7700 900###'],
  DE: ['+49 176 040690##'],
  FR: ['+33 6 39 98 ## ##'],
  SE: ['+46 70 174 06 1#', '+46 70 174 06 4#', '+46 70 174 06 7#'],
};
