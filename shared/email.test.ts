import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { emailSchema, normaliseEmail } from './email.ts';

function normalised(input: string): string {
  const result = normaliseEmail(input);
  return 'error' in result ? result.error : result.email;
}

describe('normaliseEmail', () => {
  it.each([
    [' Ivan.Petrov@Example.COM\n', 'ivan.petrov@example.com'],
    ['a+news@sub.example.co.uk', 'a+news@sub.example.co.uk'],
    ["o'hara@x.ie", "o'hara@x.ie"],
    ['ivan@Почта.РФ', 'ivan@xn--80a1acny.xn--p1ai'],
    ['ivan@xn--80a1acny.xn--p1ai', 'ivan@xn--80a1acny.xn--p1ai'],
    ['a@bücher.de', 'a@xn--bcher-kva.de'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('writes %j as %j', (input, email) => {
    expect(normalised(input)).toBe(email);
  });

  it.each([
    '',
    '@',
    'ivan',
    'ivan@',
    '@example.com',
    'a@b@c.com',
    'a b@c.com',
    'a@b.com, c@d.com',
    'Ivan <a@b.com>',
    '"a b"@c.com',
    '.a@b.com',
    'a.@b.com',
    'a..b@c.com',
    'a\u0000@b.com',
    'a\u200B@b.com',
    'a\n@b.com',
    'mailto:a@b.com',
  ])('refuses %j as malformed', (input) => {
    expect(normalised(input)).toBe('email.malformed');
  });

  it.each([
    'a@b',
    'a@b.',
    'a@.com',
    'a@b..com',
    'a@-b.com',
    'a@b-.com',
    'a@b.c',
    'a@1.2.3.4',
    'a@[1.2.3.4]',
    'a@b.123',
    'a@0x7f.1',
    'a@b_c.com',
    'a@b c.com',
    'a@b.com:25',
    'a@b.com/x',
    'a@b.com?x',
    'a@b%2ecom',
    'a@b\u0000.com',
    'a@b\u00ADc.com',
    `a@${'b'.repeat(64)}.com`,
  ])('refuses the domain of %j', (input) => {
    expect(normalised(input)).toBe('email.domain-invalid');
  });

  it('names the letters of another alphabet that look like Latin ones', () => {
    expect(normalised('ivаn@example.com')).toBe('email.not-latin');
    expect(normalised('ivan@mаil.ru')).toBe('email.mixed-alphabets');
  });

  it('holds to the limits of RFC 5321', () => {
    expect(normalised(`${'a'.repeat(65)}@example.com`)).toBe('email.too-long');
    const domain = `${'b'.repeat(60)}.`.repeat(3);
    expect(normalised(`${'a'.repeat(64)}@${domain}com`)).toHaveLength(251);
    expect(normalised(`${'a'.repeat(64)}@${domain}abcdefg`)).toBe('email.too-long');
    expect(normalised(`a@${'b.'.repeat(100_000)}com`)).toBe('email.too-long');
  });

  it('normalising twice is normalising once, and the schema takes the result', () => {
    const anything = fc.oneof(
      fc.emailAddress(),
      fc.string({ unit: 'grapheme' }),
      fc
        .tuple(
          fc.string({ unit: fc.constantFrom(...'aB1.+-_яЁ') }),
          fc.string({ unit: fc.constantFrom(...'aB1.-яЁüß') }),
        )
        .map(([local, domain]) => `${local}@${domain}.com`),
    );
    fc.assert(
      fc.property(anything, (input) => {
        const result = normaliseEmail(input);
        if ('error' in result) return;
        expect(normaliseEmail(result.email)).toEqual(result);
        expect(emailSchema.parse(result.email)).toBe(result.email);
        expect(result.email).toMatch(/^[!-~]{6,254}$/);
      }),
    );
  });
});

describe('emailSchema', () => {
  it('takes only the stored form, and says what it is', () => {
    const issues = emailSchema.safeParse('Ivan@example.com').error?.issues;
    expect(issues).toMatchObject([{ params: { code: 'email.not-normalised' } }]);
    expect(issues?.[0]?.message).toContain('ivan@example.com');
    expect(emailSchema.safeParse('ivan').error?.issues).toMatchObject([
      { params: { code: 'email.malformed' } },
    ]);
  });

  it('describes itself for OpenAPI', () => {
    expect(z.toJSONSchema(emailSchema)).toMatchObject({ type: 'string', format: 'email', maxLength: 254 });
  });
});
