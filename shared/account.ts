/** Accounts in Russian banks: whether an account and a bank's BIK belong together. */
import type { Refusal } from './issue.ts';

/**
 * Whether a client's account belongs to a bank, by the key in its ninth digit (Bank of Russia, "Procedure of
 * reckoning the check key in an account number", No. 515 of 08.09.1997): weights 7, 1, 3 over the bank's number and
 * the account, modulo 10. Every single wrong digit is caught; two neighbours that differ by 5 and changed places are not.
 * Treasury accounts (03..., since 2021) have no key: only their structure is checked.
 * @param account 20 digits
 * @param bik the bank's BIK, as `bikSchema` gives it
 * @returns why they do not fit: `account.malformed`, `bik.malformed`, `account.key`; nothing where they do
 */
export function checkAccount(account: string, bik: string): Refusal | undefined {
  const malformed = refuseAccount(account) ?? refuseBik(bik);
  if (malformed) return malformed;
  if (account.startsWith('03') && !bik.startsWith('04')) return undefined;
  // Units of the Bank of Russia have 000 to 049 at the end of their BIK, and are known by digits 5 and 6.
  const bank = Number(bik.slice(6)) < 50 ? `0${bik.slice(4, 6)}` : bik.slice(6);
  return hasKey(bank + account) ? undefined : KEY_REFUSAL;
}

/**
 * Whether a correspondent account (301...), or a Treasury's single account (40102...), belongs to a bank: its key by the same
 * rule from digits 5 and 6 of the BIK, and for a bank the last three digits of the BIK at its end (Bank of Russia,
 * telegram 86-97 of 06.10.1997).
 * @returns as `checkAccount`, and `account.other-bank`
 */
export function checkCorrespondentAccount(account: string, bik: string): Refusal | undefined {
  const malformed = refuseAccount(account) ?? refuseBik(bik);
  if (malformed) return malformed;
  if (!/^(?:301|40102)/.test(account)) {
    return {
      code: 'account.malformed',
      message: 'A correspondent account begins with 301, of the Treasury with 40102.',
    };
  }
  if (account.startsWith('301') && account.slice(17) !== bik.slice(6)) {
    const message =
      'The correspondent account is of another bank: it ends with the last three digits of the BIK.';
    return { code: 'account.other-bank', message };
  }
  return hasKey(`0${bik.slice(4, 6)}${account}`) ? undefined : KEY_REFUSAL;
}

const KEY_WEIGHTS = [7, 1, 3];

const KEY_REFUSAL: Refusal = {
  code: 'account.key',
  message:
    'Check the account and the BIK: the key in the account does not fit, so a digit of one of them is wrong.',
};

/** Weights 7, 1, 3 in turn: they share no factor with 10, so every change of one digit changes the remainder. */
function hasKey(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1)
    sum += Number(digits[place]) * (KEY_WEIGHTS[place % 3] ?? 0);
  return sum % 10 === 0;
}

/** Why a text is no account number: 20 digits. */
export function refuseAccount(text: string): Refusal | undefined {
  if (/^[0-9]{20}$/.test(text)) return undefined;
  return { code: 'account.malformed', message: 'Give the account as 20 digits.' };
}

/** Why a text is no BIK: 9 digits. */
export function refuseBik(text: string): Refusal | undefined {
  if (/^[0-9]{9}$/.test(text) && !/^0+$/.test(text)) return undefined;
  return {
    code: 'bik.malformed',
    message: 'Give the BIK as 9 digits; a table program may have dropped the zero it begins with.',
  };
}
