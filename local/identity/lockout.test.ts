import { expect, test } from 'vitest';
import { ATTEMPTS, createLockout, LOCK_SECONDS } from './lockout.ts';

function lockoutAt(start: number) {
  const clock = { now: start };
  return { clock, lockout: createLockout({ now: () => clock.now }) };
}

test('a success forgets the failures before it', () => {
  const { lockout } = lockoutAt(0);
  for (let round = 0; round < 3; round += 1) {
    for (let time = 0; time < ATTEMPTS; time += 1) expect(lockout.attempt('anna')).toBe(0);
    lockout.succeeded('anna');
  }
});

test('the lock counts from the last attempt that was let through, not from those it refused', () => {
  const { clock, lockout } = lockoutAt(1_000_000);
  for (let time = 0; time < ATTEMPTS; time += 1) lockout.attempt('anna');
  expect(lockout.attempt('anna')).toBe(LOCK_SECONDS);
  expect(lockout.attempt('boris')).toBe(0);
  clock.now += (LOCK_SECONDS - 10) * 1000;
  expect(lockout.attempt('anna')).toBe(10);
  clock.now += 10_000;
  expect(lockout.attempt('anna')).toBe(0);
});

test('a flood of names is not remembered for ever, and a fresh lock outlives it', () => {
  const { clock, lockout } = lockoutAt(0);
  for (let name = 0; name < 9_990; name += 1) lockout.attempt(`old-${name}`);
  clock.now += LOCK_SECONDS * 1000;
  for (let time = 0; time < ATTEMPTS; time += 1) lockout.attempt('anna');
  for (let name = 0; name < 5_000; name += 1) lockout.attempt(`new-${name}`);
  expect(lockout.attempt('anna')).toBe(LOCK_SECONDS);
});
