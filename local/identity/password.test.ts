import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEMO_PASSWORD } from './demo-password.ts';
import { DEFAULT_POLICY, hashPassword, passwordFlaw, randomPassword, verifyPassword } from './password.ts';

test('a hash opens to its password only, and two hashes of one password differ', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.string(), async (password, other) => {
      const hash = await hashPassword(password);
      expect(await verifyPassword(password, hash)).toBe(true);
      fc.pre(other.normalize('NFKC') !== password.normalize('NFKC'));
      expect(await verifyPassword(other, hash)).toBe(false);
    }),
    { numRuns: 5 },
  );
  expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
});

test('the same letters composed and decomposed are the same password', async () => {
  expect(await verifyPassword('Йод'.normalize('NFD'), await hashPassword('Йод'.normalize('NFC')))).toBe(true);
});

test('without an account every password is wrong, the empty one too', async () => {
  expect(await verifyPassword('', undefined)).toBe(false);
});

test('a random password keeps every policy', () => {
  fc.assert(
    fc.property(fc.integer({ min: 6, max: 99 }), (MinimumLength) => {
      const policy = { ...DEFAULT_POLICY, MinimumLength };
      expect(passwordFlaw(randomPassword(policy), policy)).toBeUndefined();
    }),
  );
});

test('the demo password fits the policy of the deployed pool: 12 characters of every kind', () => {
  expect(passwordFlaw(DEMO_PASSWORD, { ...DEFAULT_POLICY, MinimumLength: 12 })).toBeUndefined();
});

test('a policy that asks for nothing but length lets anything of that length pass', () => {
  expect(passwordFlaw('пароль', { MinimumLength: 6 })).toBeUndefined();
  expect(passwordFlaw('парол', { MinimumLength: 6 })).toBe('short');
  expect(passwordFlaw('x'.repeat(257), {})).toBe('long');
});
