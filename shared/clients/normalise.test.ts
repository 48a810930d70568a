import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EmailInput, PhoneInput } from './channels.ts';
import { emailEntrySchema, emailInputSchema, phoneInputSchema, phoneSchema } from './channels.ts';
import { checkRequisites, normaliseChannels } from './normalise.ts';

interface Channels {
  readonly phones?: readonly PhoneInput[] | null;
  readonly emails?: readonly EmailInput[] | null;
}

const stored = (input: Channels) => {
  const normalised = normaliseChannels(input, 'RU');
  if ('issues' in normalised) throw new Error(JSON.stringify(normalised.issues));
  return normalised.value;
};
const issuesOf = (input: Channels) => {
  const normalised = normaliseChannels(input, 'RU');
  return 'issues' in normalised ? normalised.issues : [];
};

describe('phones', () => {
  it('come out in E.164, of the named country or the tenant’s, with their kind, label and extension', () => {
    expect(
      stored({
        phones: [
          '8 (495) 123-45-67 доб. 12',
          { number: '030 123456', country: 'DE', kind: 'mobile', label: 'Берлин' },
          { number: '+7 800 555-55-50 ext 1', extension: '99' },
        ],
      }).phones,
    ).toEqual([
      { number: '+74951234567', kind: 'work', extension: '12', dialable: true },
      { number: '+4930123456', kind: 'mobile', label: 'Берлин', dialable: true },
      { number: '+78005555550', kind: 'work', extension: '99', dialable: true },
    ]);
  });

  it('that are none are refused with the place, unless they are kept as written', () => {
    expect(issuesOf({ phones: ['8 495 123-45-67', 'нет', '12'] })).toMatchObject([
      { pointer: '/phones/1', code: 'phone.not-a-number', message: expect.stringContaining('"dialable"') },
      { pointer: '/phones/2', code: 'phone.too-short' },
    ]);
    expect(
      stored({ phones: [{ number: '5-12-34 (старый)', dialable: false, extension: '7' }] }).phones,
    ).toEqual([{ number: '5-12-34 (старый)', kind: 'work', extension: '7', dialable: false }]);
    expect(issuesOf({ phones: [{ number: 'спросить у Пети', dialable: false }] })).toMatchObject([
      { pointer: '/phones/0', code: 'phone.not-a-number' },
    ]);
  });

  it('are doubled only where number, extension and kind are the same; the last one stays, in the first one’s place', () => {
    expect(
      stored({
        phones: [
          '+7 495 123-45-67',
          '+7 495 123-45-67 доб. 1',
          { number: '8 495 1234567', label: 'Приёмная' },
          { number: '8 495 1234567', kind: 'fax' },
          { number: '+49 30 123456', extension: '7' },
          '+49 30 1234567',
        ],
      }).phones,
    ).toEqual([
      { number: '+74951234567', kind: 'work', label: 'Приёмная', dialable: true },
      { number: '+74951234567', kind: 'work', extension: '1', dialable: true },
      { number: '+74951234567', kind: 'fax', dialable: true },
      { number: '+4930123456', kind: 'work', extension: '7', dialable: true },
      { number: '+49301234567', kind: 'work', dialable: true },
    ]);
  });
});

describe('e-mails', () => {
  it('come out in lower case, once each', () => {
    expect(
      stored({
        emails: [
          'Info@Romashka.Example',
          { address: 'info@romashka.example', kind: 'invoice', label: 'Счета' },
        ],
      }).emails,
    ).toEqual([{ address: 'info@romashka.example', kind: 'invoice', label: 'Счета' }]);
  });

  it('that are none are refused with the place, along with the phones', () => {
    expect(issuesOf({ phones: ['?'], emails: ['a@b.example', 'нет'] })).toMatchObject([
      { pointer: '/phones/0' },
      { pointer: '/emails/1', code: 'email.malformed' },
    ]);
  });
});

describe('what is given', () => {
  it('keeps its other fields, its nulls and its gaps', () => {
    expect(stored({ phones: null, emails: null })).toEqual({ phones: null, emails: null });
    expect(normaliseChannels({ name: 'Ф', emails: undefined }, 'RU')).toEqual({ value: { name: 'Ф' } });
    expect(stored({ phones: [], emails: [] })).toEqual({ phones: [], emails: [] });
  });

  it('may be what was answered before: normalising again changes nothing', () => {
    const digits = fc.integer({ min: 1_000_000, max: 9_999_999 }).map(String);
    const phone: fc.Arbitrary<PhoneInput> = fc.oneof(
      digits.map((number) => `8 (495) ${number}`),
      fc.record(
        {
          number: digits.map((number) => `495${number}`),
          kind: fc.constantFrom('work', 'home', 'fax'),
          extension: fc.nat(999).map(String),
          label: fc.constantFrom('Склад', 'office'),
          dialable: fc.boolean(),
        },
        { requiredKeys: ['number'] },
      ),
    );
    const email: fc.Arbitrary<EmailInput> = fc.oneof(
      fc.constantFrom('A@B.Example', 'a@b.example', 'x@пример.рф'),
      fc.record({ address: fc.constantFrom('C@d.example', 'x@ПРИМЕР.рф') }),
    );
    fc.assert(
      fc.property(fc.array(phone, { maxLength: 6 }), fc.array(email, { maxLength: 4 }), (phones, emails) => {
        const once = stored({ phones, emails });
        for (const one of once.phones ?? []) {
          expect(phoneSchema.parse(one)).toEqual(one);
          expect(phoneInputSchema.parse(one)).toEqual(one);
        }
        for (const one of once.emails ?? []) {
          expect(emailEntrySchema.parse(one)).toEqual(one);
          expect(emailInputSchema.parse(one)).toEqual(one);
        }
        const again = stored({ phones: once.phones ?? [], emails: once.emails ?? [] });
        expect(again).toEqual(once);
        // Of another kind it is another entry: a phone that is also the fax stays both.
        const entries = (once.phones ?? []).map(({ number, extension, kind }) =>
          JSON.stringify([number, extension, kind]),
        );
        expect(new Set(entries).size).toBe(entries.length);
      }),
    );
  });
});

describe('checkRequisites', () => {
  const bank = { bik: '044525225', correspondentAccount: '30101810400000000225' };

  it('finds accounts that do not fit their bank, with the place', () => {
    expect(checkRequisites({})).toEqual([]);
    expect(checkRequisites({ finances: { bankAccounts: [bank, {}, { account: '1' }] } })).toEqual([]);
    expect(
      checkRequisites({
        finances: {
          bankAccounts: [
            bank,
            { ...bank, correspondentAccount: '30101810400000000226', account: '40702810000000000001' },
          ],
        },
      }).map(({ pointer, code }) => [pointer, code]),
    ).toEqual([
      ['/finances/bankAccounts/1/account', expect.stringMatching(/^account\./)],
      ['/finances/bankAccounts/1/correspondentAccount', expect.stringMatching(/^account\./)],
    ]);
  });
});
