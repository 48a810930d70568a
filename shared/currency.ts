/**
 * ISO 4217 currencies with their minor units: table A.1 (list one) as published on 2026-01-01 by the maintenance
 * agency SIX (six-group.com, "ISO 4217 Currency Code Maintenance", list-one.xml). Left out: codes without a minor
 * unit, which are no money to pay with (metals, bond units, XDR, XSU, XUA, XTS, XXX).
 */
import * as z from 'zod';
import { codedIssue } from './issue.ts';
import { words } from './words.ts';

const WITHOUT_MINOR_UNIT = words('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF');
const WITH_HUNDREDTHS = words(
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
);
const WITH_THOUSANDTHS = words('BHD IQD JOD KWD LYD OMR TND');
const WITH_TEN_THOUSANDTHS = words('CLF UYW');

/**
 * Withdrawn since 2021 (table A.3), each with hundredths. Still accepted: older orders and payments were made in
 * them, and what was once stored must always be readable. A code that leaves table A.1 moves here.
 */
const WITHDRAWN = words('ANG BGN CUC HRK SLL ZWL');

export type CurrencyCode =
  | (typeof WITHOUT_MINOR_UNIT)[number]
  | (typeof WITH_HUNDREDTHS)[number]
  | (typeof WITH_THOUSANDTHS)[number]
  | (typeof WITH_TEN_THOUSANDTHS)[number]
  | (typeof WITHDRAWN)[number];

const MINOR_UNITS: ReadonlyMap<string, number> = new Map([
  ...WITHOUT_MINOR_UNIT.map((code) => [code, 0] as const),
  ...WITH_HUNDREDTHS.map((code) => [code, 2] as const),
  ...WITHDRAWN.map((code) => [code, 2] as const),
  ...WITH_THOUSANDTHS.map((code) => [code, 3] as const),
  ...WITH_TEN_THOUSANDTHS.map((code) => [code, 4] as const),
]);

/** Whether a text is a currency that money may be in. */
export function isCurrencyCode(text: string): text is CurrencyCode {
  return MINOR_UNITS.has(text);
}

/** Decimal places of a currency by ISO 4217: 0 for JPY, 2 for RUB, 3 for KWD. */
export function minorUnits(currency: CurrencyCode): number {
  return MINOR_UNITS.get(currency) ?? 2;
}

/** Currencies to choose from, by code; without the withdrawn ones. */
export function listCurrencies(): CurrencyCode[] {
  return [...WITHOUT_MINOR_UNIT, ...WITH_HUNDREDTHS, ...WITH_THOUSANDTHS, ...WITH_TEN_THOUSANDTHS].sort();
}

/** Schema of a currency code. Code: `currency.unknown`. */
export const currencySchema = z
  .string()
  .refine(
    (text) => isCurrencyCode(text),
    codedIssue('currency.unknown', 'Give an ISO 4217 currency code in capital letters, such as RUB or EUR.'),
  )
  .meta({
    id: 'Currency',
    description: 'Currency, ISO 4217',
    examples: ['RUB', 'EUR'],
    pattern: '^[A-Z]{3}$',
  });
