import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  accountSchema,
  bikSchema,
  ibanSchema,
  innSchema,
  kppSchema,
  ogrnSchema,
  swiftSchema,
} from './requisites.ts';

function code(schema: z.ZodType, text: string): string | undefined {
  const issue = schema.safeParse(text).error?.issues[0];
  return issue?.code === 'custom' ? issue.params?.['code'] : issue?.code;
}

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const difference = fc.integer({ min: 1, max: 9 });

/** A number by its schema: whichever last digits fit what is before them. */
function complete(schema: z.ZodType, start: string, missing: number): string[] {
  return Array.from({ length: 10 ** missing }, (_, end) => start + String(end).padStart(missing, '0')).filter(
    (text) => schema.safeParse(text).success,
  );
}

function change(text: string, at: number, by: number): string {
  const place = at % text.length;
  return text.slice(0, place) + ((Number(text[place]) + by) % 10) + text.slice(place + 1);
}

describe('INN', () => {
  it.each([
    ['Sberbank', '7707083893'],
    ['Gazprom', '7736050003'],
    ['a region below ten', '0274062111'],
    ['a person, the example of the tax service', '500100732259'],
  ])('takes that of %s', (_, inn) => {
    expect(innSchema.parse(inn)).toBe(inn);
  });

  it('takes it with spaces, and gives it without', () => {
    expect(innSchema.parse(' 7707 083893 ')).toBe('7707083893');
  });

  it.each([
    '',
    '770708389',
    '77070838930',
    '0000000000',
    '000000000000',
    '770708389A',
    '٧٧٠٧٠٨٣٨٩٣',
    '7707-083893',
  ])('refuses %j as malformed', (text) => {
    expect(code(innSchema, text)).toBe('inn.malformed');
  });

  it('fits exactly one ending', () => {
    fc.assert(
      fc.property(digits(7), (start) => {
        expect(complete(innSchema, `77${start}`, 1)).toHaveLength(1);
      }),
    );
    fc.assert(
      fc.property(digits(8), (start) => {
        expect(complete(innSchema, `50${start}`, 2)).toHaveLength(1);
      }),
      { numRuns: 20 },
    );
  });

  it('catches every change of one digit where the check digit is not 0', () => {
    fc.assert(
      fc.property(digits(7), fc.nat(9), difference, (start, at, by) => {
        const [inn = ''] = complete(innSchema, `77${start}`, 1);
        fc.pre(!inn.endsWith('0'));
        const changed = change(inn, at, by);
        expect(code(innSchema, changed)).toBe(changed.startsWith('00') ? 'inn.malformed' : 'inn.check-digit');
      }),
    );
  });

  it('cannot see some changes where the check digit is 0', () => {
    // Both sums are a multiple of 11 plus 0 or 10.
    expect(code(innSchema, '7700000030')).toBeUndefined();
    const unseen = Array.from({ length: 9 }, (_, by) => change('7700000030', 3, by + 1)).filter(
      (text) => code(innSchema, text) === undefined,
    );
    expect(unseen).toHaveLength(1);
  });
});

describe('OGRN', () => {
  it.each([
    ['Sberbank', '1027700132195'],
    ['Gazprom', '1027700070518'],
    ['the Pension Fund', '1027700220624'],
    ['a sole trader', '304500116000157'],
  ])('takes that of %s', (_, ogrn) => {
    expect(ogrnSchema.parse(ogrn)).toBe(ogrn);
  });

  it.each([
    '',
    '102770013219',
    '10277001321950',
    '3027700132195',
    '2027700132195',
    '104500116000157',
    '102770013219X',
  ])('refuses %j as malformed', (text) => {
    expect(code(ogrnSchema, text)).toBe('ogrn.malformed');
  });

  it('catches every change of one digit after the first, where the check digit is not 0 (OGRN) or 0 to 2 (OGRNIP)', () => {
    const organisation = digits(11).map((middle) => ({ start: `1${middle}`, blind: '0' }));
    const trader = digits(13).map((middle) => ({ start: `3${middle}`, blind: '012' }));
    fc.assert(
      fc.property(fc.oneof(organisation, trader), fc.nat(100), difference, ({ start, blind }, at, by) => {
        const fitting = complete(ogrnSchema, start, 1);
        expect(fitting).toHaveLength(1);
        const [ogrn = ''] = fitting;
        fc.pre(!blind.includes(ogrn.slice(-1)));
        const place = 1 + (at % (ogrn.length - 1));
        expect(code(ogrnSchema, change(ogrn, place, by))).toBe('ogrn.check-digit');
      }),
    );
  });
});

describe('KPP and BIK', () => {
  it('take real ones', () => {
    expect(kppSchema.parse('773601001')).toBe('773601001');
    expect(kppSchema.parse('7736 AB 001')).toBe('7736AB001');
    expect(bikSchema.parse('044525225')).toBe('044525225');
    expect(bikSchema.parse('004525988')).toBe('004525988');
  });

  it.each(['', '77360100', '7736010011', '0036010AB', '77360100A', '7736ЖЖ001'])('refuse KPP %j', (text) => {
    expect(code(kppSchema, text)).toBe('kpp.malformed');
  });

  it.each(['', '44525225', '0445252255', '04452522O', '000000000'])('refuse BIK %j', (text) => {
    expect(code(bikSchema, text)).toBe('bik.malformed');
  });
});

describe('accounts and banks abroad', () => {
  it('are written without spaces, in capital letters', () => {
    expect(accountSchema.parse('40602 810 7 0000 0000025')).toBe('40602810700000000025');
    expect(ibanSchema.parse('de89 3704 0044 0532 0130 00')).toBe('DE89370400440532013000');
    expect(swiftSchema.parse('sabrrumm')).toBe('SABRRUMM');
    expect(swiftSchema.parse('DEUTDEFF500')).toBe('DEUTDEFF500');
  });

  it('are refused where malformed', () => {
    expect(code(accountSchema, '4060281070000000002')).toBe('account.malformed');
    expect(code(ibanSchema, 'DE88370400440532013000')).toBe('iban.check-digits');
    expect(code(swiftSchema, 'SABRRUM')).toBe('swift.malformed');
    expect(code(swiftSchema, 'SABRRUMM50')).toBe('swift.malformed');
    expect(code(swiftSchema, 'SABRZZMM')).toBe('swift.country-unknown');
    expect(code(swiftSchema, 'САБРRUMM')).toBe('swift.malformed');
  });
});

it('each has examples it accepts, fitting its own pattern', () => {
  for (const schema of [
    innSchema,
    kppSchema,
    ogrnSchema,
    bikSchema,
    accountSchema,
    ibanSchema,
    swiftSchema,
  ]) {
    const { examples = [], pattern = '' } = z.toJSONSchema(schema);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(schema.parse(example)).toBe(example);
      expect(example).toMatch(new RegExp(pattern));
    }
  }
});

it('takes any input without failing, and its own output unchanged', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'0123456789 ADERUß') }),
  );
  fc.assert(
    fc.property(anything, (text) => {
      for (const schema of [
        innSchema,
        kppSchema,
        ogrnSchema,
        bikSchema,
        accountSchema,
        ibanSchema,
        swiftSchema,
      ]) {
        const result = schema.safeParse(text);
        if (result.success) expect(schema.parse(result.data)).toBe(result.data);
      }
    }),
  );
});
