import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { KartotekaError } from '../../shared/errors.ts';
import { globalPartition, type Key } from '../../shared/table.ts';
import type { RequestContext } from './request.ts';
import { defineItem, readItem, writeItem } from './table/item.ts';
import type { Table } from './table/table.ts';

/** The key that signs cursors: made once by whoever needs it first, kept where the data are. */
export const signingKeyItem = defineItem({
  kind: 'signing-key',
  schema: 1,
  data: z.strictObject({ secret: z.base64url().min(43) }),
});

const signingKeyKey: Key = { pk: globalPartition.signingKeys(), sk: 'cursor' };

/** A page's place in a list, closed to clients: bound to tenant, caller and query, so that it opens nothing else. */
export interface Cursors {
  seal(context: RequestContext, query: string, position: string): Promise<string>;
  /** @throws KartotekaError `cursor.invalid` */
  open(context: RequestContext, query: string, cursor: string): Promise<string>;
}

const invalidCursor = (): KartotekaError =>
  new KartotekaError(
    'malformed',
    'cursor.invalid',
    'This cursor does not belong to this list and query: begin again without one.',
    {
      issues: [
        {
          parameter: 'cursor',
          code: 'cursor.invalid',
          message: 'Use the "next" of the page before, with the same query.',
        },
      ],
    },
  );

export function createCursors(table: Table): Cursors {
  let loaded: Promise<Buffer> | undefined;
  const secret = (): Promise<Buffer> => {
    loaded ??= loadSecret(table).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
  const sign = async (context: RequestContext, query: string, position: string): Promise<Buffer> => {
    const bound = JSON.stringify([context.caller.tenant.id, context.caller.userId, query, position]);
    return createHmac('sha256', await secret())
      .update(bound)
      .digest();
  };
  return {
    seal: async (context, query, position) => {
      const mac = await sign(context, query, position);
      return `${Buffer.from(position).toString('base64url')}.${mac.toString('base64url')}`;
    },
    open: async (context, query, cursor) => {
      const [encoded = '', given = '', ...more] = cursor.split('.');
      const position = Buffer.from(encoded, 'base64url').toString();
      const mac = await sign(context, query, position);
      // Both parts as text: decoders of base64url overlook much, so other texts stand for the same bytes.
      const asSealed = Buffer.from(position).toString('base64url') === encoded && more.length === 0;
      const wanted = Buffer.from(mac.toString('base64url'));
      const sent = Buffer.from(given);
      if (!asSealed || sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) throw invalidCursor();
      return position;
    },
  };
}

async function loadSecret(table: Table): Promise<Buffer> {
  const read = async () => {
    const item = await table.get(signingKeyKey, { consistent: true });
    return item ? Buffer.from(readItem(signingKeyItem, item).data.secret, 'base64url') : undefined;
  };
  const known = await read();
  if (known) return known;
  const secret = randomBytes(32).toString('base64url');
  const lost = new Error('Another environment has made the key.');
  try {
    const item = writeItem(signingKeyItem, signingKeyKey, { secret });
    await table.transact([{ op: 'put', item, condition: { absent: true }, refused: () => lost }]);
  } catch (error) {
    if (error !== lost) throw error;
  }
  const made = await read();
  if (!made) throw new Error('The signing key was made but cannot be read.');
  return made;
}
