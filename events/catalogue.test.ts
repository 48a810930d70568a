import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { eventSchemas } from '../docs/events.ts';
import { shapeOf } from '../docs/json-schema.ts';
import { CONTRACTS, contractOf } from './catalogue.ts';
import type { EventContract } from './event.ts';
import { subscriptions } from './subscriptions.ts';

const contracts: EventContract[] = Object.values(CONTRACTS);

/** Names that hold ids, codes, instants, counts or names of fields: nothing else may travel in an event. */
const IMPERSONAL =
  /^(subject|type|id|version|fields|occurredAt|channel|direction|kind|dictionary|corrects|objectKey|verdict|work|attempt|outcome|rejected|.*Ids?)$/;

/** The names of all fields that a schema allows, whether the sample has them or not. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: object };
  return [...Object.keys(properties), ...Object.values({ ...schema, ...properties }).flatMap(namesIn)];
}

describe('events', () => {
  it.each(contracts.map((contract) => [contract.type, contract] as const))(
    '%s fits its contract and holds no personal data',
    (_, contract) => {
      expect(contract.data.safeParse(contract.sample).error).toBeUndefined();
      for (const name of namesIn(z.toJSONSchema(contract.data))) expect(name).toMatch(IMPERSONAL);
      expect(contract.type).toMatch(/^[a-z]+(-[a-z]+)*(\.[a-z]+)?\.v\d+$/);
      expect(contractOf(contract.type)).toBe(contract);
    },
  );

  it.each(Object.entries(eventSchemas()))('%s is as published', (path, schema) => {
    const remedy = 'A published shape never changes: make a new version of the event, run `npm run docs`.';
    expect(shapeOf(schema), remedy).toEqual(shapeOf(JSON.parse(readFileSync(path, 'utf8'))));
  });

  it('that somebody subscribes to exist, and each subscriber says what the business loses', () => {
    for (const { events, harm } of Object.values(subscriptions)) {
      for (const type of events) expect(contractOf(type)).toBeDefined();
      expect(harm.length).toBeGreaterThan(20);
    }
  });
});
