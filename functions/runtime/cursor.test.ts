import fc from 'fast-check';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { refusalOf, someRequest, someTenant } from '../../tests/equipment/request.ts';
import { createTable } from '../../tests/equipment/table.ts';
import { tableLayer } from '../../tests/equipment/tenant-bed.ts';
import { type Cursors, createCursors } from './cursor.ts';
import type { Table } from './table/table.ts';

let table: Table;
let cursors: Cursors;
const me = someRequest();
const QUERY = '["timeline"]';
const POSITION = '01KAT0PK00ENTRY00000000000';
const INVALID = {
  kind: 'malformed',
  code: 'cursor.invalid',
  issues: [{ parameter: 'cursor', code: 'cursor.invalid' }],
};

beforeAll(async () => {
  const { name } = await createTable(inject('dynamodbEndpoint'), { stream: false });
  table = tableLayer(inject('dynamodbEndpoint'), name);
  cursors = createCursors(table);
});

describe('a cursor', () => {
  it('opens to the position it was sealed with', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (position, query) => {
        const cursor = await cursors.seal(me, query, position);
        expect(cursor).toMatch(/^[\w-]*\.[\w-]+$/);
        expect(await cursors.open(me, query, cursor)).toBe(position);
      }),
    );
  });

  it('is refused when any character of it is another one', async () => {
    const cursor = await cursors.seal(me, QUERY, POSITION);
    const place = fc.nat(cursor.length - 1);
    const character = fc.oneof(
      fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= '),
      fc.string({ minLength: 1, maxLength: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(place, character, async (index, other) => {
        fc.pre(cursor[index] !== other);
        const tampered = `${cursor.slice(0, index)}${other}${cursor.slice(index + 1)}`;
        expect(await refusalOf(cursors.open(me, QUERY, tampered))).toMatchObject(INVALID);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when its last bits, which stand for nothing, are others', async () => {
    // 26 bytes fill 34 characters and two thirds of one: four characters stand for the same position.
    const cursor = await cursors.seal(me, QUERY, POSITION);
    const end = cursor.indexOf('.') - 1;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const other of alphabet.replace(cursor.charAt(end), '')) {
      const tampered = `${cursor.slice(0, end)}${other}${cursor.slice(end + 1)}`;
      expect(await refusalOf(cursors.open(me, QUERY, tampered))).toMatchObject(INVALID);
    }
  });

  it('is refused when something is added, cut off or put together anew', async () => {
    const cursor = await cursors.seal(me, QUERY, POSITION);
    const other = await cursors.seal(me, QUERY, `${POSITION}1`);
    const [position = '', mac = ''] = cursor.split('.');
    const [otherPosition = '', otherMac = ''] = other.split('.');
    const forged = [
      '',
      '.',
      `${cursor}=`,
      `${cursor}.`,
      `${cursor} `,
      `.${cursor}`,
      cursor.slice(0, -1),
      cursor.slice(1),
      position,
      `${position}.`,
      `.${mac}`,
      `${position}=.${mac}`,
      `${position}!.${mac}`,
      `${position}.${otherMac}`,
      `${otherPosition}.${mac}`,
      `${mac}.${position}`,
      POSITION,
    ];
    for (const one of forged) expect(await refusalOf(cursors.open(me, QUERY, one))).toMatchObject(INVALID);
  });

  it('opens nothing for another tenant, another user or another query', async () => {
    const { tenant, userId } = me.caller;
    const cursor = await cursors.seal(me, QUERY, POSITION);
    for (const [context, query] of [
      [someRequest(someTenant(), { userId }), QUERY],
      [someRequest(tenant), QUERY],
      [me, '["timeline","note"]'],
      [me, ''],
    ] as const) {
      expect(await refusalOf(cursors.open(context, query, cursor))).toMatchObject(INVALID);
    }
    expect(await cursors.open(someRequest(tenant, { userId }), QUERY, cursor)).toBe(POSITION);
  });
});

describe('the key', () => {
  it('is one for all environments, even those that start at once', async () => {
    const endpoint = inject('dynamodbEndpoint');
    const { name } = await createTable(endpoint, { stream: false });
    const environments = Array.from({ length: 6 }, () => createCursors(tableLayer(endpoint, name)));
    const sealed = await Promise.all(environments.map((one) => one.seal(me, QUERY, POSITION)));
    expect(new Set(sealed).size).toBe(1);
  });

  it('is of its own table: a cursor of another installation opens nothing', async () => {
    const endpoint = inject('dynamodbEndpoint');
    const elsewhere = createCursors(
      tableLayer(endpoint, (await createTable(endpoint, { stream: false })).name),
    );
    const foreign = await elsewhere.seal(me, QUERY, POSITION);
    expect(await refusalOf(cursors.open(me, QUERY, foreign))).toMatchObject(INVALID);
  });

  it('is asked for again when the first reading failed', async () => {
    let failures = 1;
    const flaky: Table = {
      ...table,
      get: (...given) => (failures-- > 0 ? Promise.reject(new Error('down')) : table.get(...given)),
    };
    const starting = createCursors(flaky);
    await expect(starting.seal(me, QUERY, POSITION)).rejects.toThrow('down');
    expect(await starting.seal(me, QUERY, POSITION)).toBe(await cursors.seal(me, QUERY, POSITION));
  });
});
