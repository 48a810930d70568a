import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventSchemas } from '../docs/events.ts';
import { CONTRACTS, contractOf } from './catalogue.ts';
import type { EventContract } from './event.ts';
import { subscriptions } from './subscriptions.ts';

const contracts: EventContract[] = Object.values(CONTRACTS);

/** Names that hold ids, codes, instants or names of fields: nothing else may travel in an event. */
const IMPERSONAL =
  /^(subject|type|id|version|fields|occurredAt|channel|direction|kind|dictionary|corrects|.*Ids?)$/;

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}

describe('events', () => {
  it.each(contracts.map((contract) => [contract.type, contract] as const))(
    '%s fits its contract and holds no personal data',
    (_, contract) => {
      expect(contract.data.safeParse(contract.sample).error).toBeUndefined();
      for (const name of namesIn(contract.sample)) expect(name).toMatch(IMPERSONAL);
      expect(contract.type).toMatch(/^[a-z]+(-[a-z]+)*(\.[a-z]+)?\.v\d+$/);
      expect(contractOf(contract.type)).toBe(contract);
    },
  );

  it.each(Object.entries(eventSchemas()))('%s is as published', (path, schema) => {
    // A published shape never changes: a new one is a new version with a file of its own.
    expect(`${schema}\n`).toBe(readFileSync(path, 'utf8'));
  });

  it('that somebody subscribes to exist, and each subscriber says what the business loses', () => {
    for (const { events, harm } of Object.values(subscriptions)) {
      for (const type of events) expect(contractOf(type)).toBeDefined();
      expect(harm.length).toBeGreaterThan(20);
    }
  });
});
