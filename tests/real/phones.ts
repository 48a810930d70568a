/** Country calling codes (ITU-T E.164 annex) of the countries in the files, apart from what the product knows of them. */
const CALLING_CODES: Readonly<Record<string, string>> = {
  AR: '54',
  AT: '43',
  BE: '32',
  BR: '55',
  CA: '1',
  CH: '41',
  DE: '49',
  DK: '45',
  ES: '34',
  FI: '358',
  FR: '33',
  GB: '44',
  IE: '353',
  IT: '39',
  MX: '52',
  NO: '47',
  PL: '48',
  PT: '351',
  SE: '46',
  US: '1',
  VE: '58',
};

export interface StoredPhone {
  readonly number: string;
  readonly dialable: boolean;
}

/**
 * Whether a stored number is the one in the file: kept as written where it cannot be dialled, else the country's code and the same
 * digits, without the zero that is dialled before an area code.
 */
export function isSameNumber(written: string, stored: StoredPhone, country: string): boolean {
  if (!stored.dialable) return stored.number === written;
  const digits = written.replaceAll(/\D/g, '');
  const code = CALLING_CODES[country];
  return stored.number === `+${code}${digits}` || stored.number === `+${code}${digits.replace(/^0/, '')}`;
}
