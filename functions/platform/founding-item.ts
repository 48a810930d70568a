import * as z from 'zod';
import { globalPartition, type Key } from '../../shared/table.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { type Identity, identityHash } from '../runtime/caller.ts';
import { defineItem } from '../runtime/table/item.ts';

/** An organisation that an identity founded by signing up: counted, so that nobody founds them without end. */
export const foundingItem = defineItem({
  kind: 'founding',
  schema: 1,
  data: z.strictObject({ tenantId: ulidSchema }),
});

export const foundingsOf = (identity: Identity): string => globalPartition.foundings(identityHash(identity));

/** The place of the nth organisation, from 1, that an identity founds. */
export const foundingKey = (identity: Identity, nth: number): Key => ({
  pk: foundingsOf(identity),
  sk: String(nth),
});
