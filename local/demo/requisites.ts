import { checkAccount, checkCorrespondentAccount } from '../../shared/requisites.ts';
import type { Random } from './random.ts';

const weighted = (digits: string, weights: readonly number[]): string =>
  String((weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 11) % 10);

const INN_10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_12 = [3, ...INN_11];

/** Tax offices 90 to 97 exist in no region: numbers that begin with them belong to nobody. */
const office = (region: string, random: Random): string => `${region}9${random.int(0, 7)}`;

export interface TaxNumbers {
  readonly inn: string;
  readonly kpp?: string;
  readonly ogrn: string;
}

/** INN, KPP and OGRN of an organisation with right check digits, of an office that does not exist. */
export function organisationNumbers(region: string, founded: number, random: Random): TaxNumbers {
  const taxOffice = office(region, random);
  const digits = random.digits(`${taxOffice}#####`);
  // OGRN: kind, year of the entry, region, office and number of the entry.
  const year = String(Math.max(founded, 2002)).slice(2);
  const entry = random.digits(`1${year}${taxOffice}#####`);
  return {
    inn: digits + weighted(digits, INN_10),
    kpp: `${taxOffice}01001`,
    ogrn: entry + checkDigit(entry, 11n),
  };
}

/** INN and OGRNIP of a sole trader. */
export function traderNumbers(region: string, founded: number, random: Random): TaxNumbers {
  const taxOffice = office(region, random);
  const ten = random.digits(`${taxOffice}######`);
  const eleven = ten + weighted(ten, INN_11);
  const year = String(Math.max(founded, 2004)).slice(2);
  const entry = random.digits(`3${year}${taxOffice}#######`);
  return { inn: eleven + weighted(eleven, INN_12), ogrn: entry + checkDigit(entry, 13n) };
}

const checkDigit = (digits: string, modulus: bigint): string => String((BigInt(digits) % modulus) % 10n);

/** Banks that do not exist: units 98 of a region are not in the directory of the Bank of Russia. */
const BANKS = ['Банк «Ладога-Кредит»', 'Банк «Сибирский мост»', 'Банк «Тихий Дон»', 'КБ «Полярная звезда»'];

/** An account in roubles whose key fits the BIK. */
export function russianAccount(random: Random) {
  const bank = random.int(0, BANKS.length - 1);
  const bik = `044598${710 + bank}`;
  const number = random.digits('40702810k00########0');
  const correspondent = `30101810k00000000${bik.slice(6)}`;
  return {
    bank: BANKS[bank] ?? '',
    bik,
    account: withKey(number, (account) => checkAccount(account, bik) === undefined),
    correspondentAccount: withKey(
      correspondent,
      (account) => checkCorrespondentAccount(account, bik) === undefined,
    ),
    currency: 'RUB',
  };
}

/** The key stands in the ninth place; one of the ten digits fits. */
function withKey(mask: string, fits: (account: string) => boolean): string {
  for (let key = 0; key < 10; key += 1) {
    const account = mask.replace('k', String(key));
    if (fits(account)) return account;
  }
  throw new Error(`No key fits ${mask}.`);
}

/** Masks of national account numbers (ISO 13616), with banks that do not exist. */
const IBAN_MASKS: Readonly<Record<string, string>> = {
  DE: '99999999##########',
  FR: '99999#####00000########',
  GB: 'XXXX99############',
  SE: '999#################',
};

/** An IBAN with right check digits, for the countries that have one here. */
export function iban(country: string, random: Random): string | undefined {
  const mask = IBAN_MASKS[country];
  if (mask === undefined) return undefined;
  const account = random.digits(mask);
  const rearranged = `${account}${country}00`.replaceAll(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  return `${country}${String(98n - (BigInt(rearranged) % 97n)).padStart(2, '0')}${account}`;
}
