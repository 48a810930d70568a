import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAccount, checkCorrespondentAccount } from './account.ts';

const digit = fc.integer({ min: 0, max: 9 });
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

function change(text: string, place: number, by: number): string {
  const changed = (Number(text[place]) + by) % 10;
  return text.slice(0, place) + changed + text.slice(place + 1);
}

describe('checkAccount', () => {
  it('takes the example of Bank of Russia rule 515, and its account at a unit of the Bank of Russia', () => {
    expect(checkAccount('40602810700000000025', '049805746')).toBeUndefined();
    expect(checkAccount('30101810800000000746', '049805000')).toBeUndefined();
  });

  it('takes treasury accounts by their structure, as they have no key', () => {
    expect(checkAccount('03100643000000018500', '017003983')).toBeUndefined();
  });

  it('refuses what is no account or no BIK', () => {
    expect(checkAccount('4060281070000000002', '049805746')?.code).toBe('account.malformed');
    expect(checkAccount('4060281070000000002A', '049805746')?.code).toBe('account.malformed');
    expect(checkAccount('40602810700000000025', '49805746')?.code).toBe('bik.malformed');
    expect(checkAccount('40602810700000000025', '000000000')?.code).toBe('bik.malformed');
  });

  /** Exactly one key fits, whatever else the account and the bank's BIK are. */
  const account = fc
    .tuple(digits(8), digits(11), digits(7))
    .map(([head, tail, bank]) => ({ head: `4${head.slice(1)}`, tail, bik: `04${bank}` }))
    .map(({ head, tail, bik }) => {
      const fitting = [...'0123456789'].filter((key) => checkAccount(head + key + tail, bik) === undefined);
      return { fitting, account: head + fitting[0] + tail, bik };
    });

  it('fits exactly one key', () => {
    fc.assert(
      fc.property(account, ({ fitting }) => {
        expect(fitting).toHaveLength(1);
      }),
    );
  });

  it('catches every change of one digit, of the account or of the bank', () => {
    fc.assert(
      fc.property(
        account,
        fc.nat(19),
        fc.integer({ min: 1, max: 9 }),
        ({ account: right, bik }, place, by) => {
          const wrong = change(right, place, by);
          expect(checkAccount(wrong, bik)?.code).toBe('account.key');
        },
      ),
    );
    fc.assert(
      fc.property(
        account,
        fc.integer({ min: 6, max: 8 }),
        fc.integer({ min: 1, max: 9 }),
        ({ account: right, bik }, place, by) => {
          const other = change(bik, place, by);
          // Below 050 the BIK is of the Bank of Russia itself, and reckoned from other digits.
          fc.pre(Number(other.slice(6)) >= 50 && Number(bik.slice(6)) >= 50);
          expect(checkAccount(right, other)?.code).toBe('account.key');
        },
      ),
    );
  });

  it('cannot see two neighbours that differ by 5 change places', () => {
    fc.assert(
      fc.property(account, fc.nat(18), ({ account: right, bik }, place) => {
        const [one, two] = [Number(right[place]), Number(right[place + 1])];
        const swapped = right.slice(0, place) + two + one + right.slice(place + 2);
        expect(checkAccount(swapped, bik) === undefined).toBe((one - two) % 5 === 0);
      }),
    );
  });
});

describe('checkCorrespondentAccount', () => {
  it.each([
    ['Sberbank', '30101810400000000225', '044525225'],
    ['Sberbank, St Petersburg', '30101810500000000653', '044030653'],
    ['the example of rule 515', '30101810800000000746', '049805746'],
    ['a bank with its number inside the account too', '30101810145250000974', '044525974'],
    ['the Treasury in Moscow', '40102810545370000003', '004525988'],
    ['the Treasury in Tula', '40102810445370000059', '017003983'],
  ])('takes that of %s', (_, account, bik) => {
    expect(checkCorrespondentAccount(account, bik)).toBeUndefined();
  });

  it('refuses another bank’s, a client’s, and one with a wrong digit', () => {
    expect(checkCorrespondentAccount('30101810400000000225', '044525974')?.code).toBe('account.other-bank');
    expect(checkCorrespondentAccount('40602810700000000025', '049805746')?.code).toBe('account.malformed');
    expect(checkCorrespondentAccount('30101810500000000225', '044525225')?.code).toBe('account.key');
    expect(checkCorrespondentAccount('30101810400000000225', '')?.code).toBe('bik.malformed');
  });

  it('catches every change of one digit', () => {
    fc.assert(
      fc.property(fc.nat(19), digit, (place, by) => {
        const wrong = change('30101810400000000225', place, by);
        expect(checkCorrespondentAccount(wrong, '044525225') === undefined).toBe(by === 0);
      }),
    );
  });
});
