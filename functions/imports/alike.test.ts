import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import {
  createImportBed,
  type FileStore,
  type ImportBed,
  startFileStore,
} from '../../tests/equipment/import-bed.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { lookupWrites } from '../clients/lookup-item.ts';
import { newId } from '../runtime/change.ts';

let store: FileStore;
let bed: TenantBed;
let imports: ImportBed;

beforeAll(async () => {
  store = await startFileStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  imports = createImportBed(bed, store.files);
});

const INN = '7707083893';
const kpp = (n: number): string => `7707010${String(n).padStart(2, '0')}`;
const list = (...rows: string[]): string => [...rows, ''].join('\n');
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Makes a value lead to so many records, as if they had been written. */
async function lead(type: 'company' | 'contact', findable: object, count: number): Promise<void> {
  const writes = numbers(count).flatMap(() =>
    lookupWrites(bed.tenant, { type, id: newId(new Date()) }, undefined, findable),
  );
  for (let start = 0; start < writes.length; start += 100) {
    await bed.table.transact(writes.slice(start, start + 100));
  }
}

describe('many clients that are alike', () => {
  it('are found again each by INN and KPP, however many branches share the INN', async () => {
    const branches = list('Компания;ИНН;КПП', ...numbers(60).map((n) => `ООО «Вектор»;${INN};${kpp(n)}`));
    const first = await imports.bringIn(branches);
    expect(first.run?.companies).toEqual({ created: 60, updated: 0, unchanged: 0 });
    const second = await imports.bringIn(branches);
    expect(second.dryRun).toEqual(second.run);
    expect(second.run?.companies).toEqual({ created: 0, updated: 0, unchanged: 60 });
  });

  it('are found again each by its KPP where they have nothing else but a name in common', async () => {
    const namesakes = list('Компания;КПП', ...numbers(60).map((n) => `ООО «Вектор»;${kpp(n)}`));
    await imports.bringIn(namesakes);
    const second = await imports.bringIn(namesakes);
    expect(second.run?.companies).toEqual({ created: 0, updated: 0, unchanged: 60 });
  });

  it('are found again where people share an address', async () => {
    const people = list(
      'Контакт;E-mail контакта',
      ...numbers(40).map((n) => `Анна ${n};office@client.example`),
    );
    const mapping = [
      { column: 'Контакт', field: 'contact.name' },
      { column: 'E-mail контакта', field: 'contact.email' },
    ];
    await imports.bringIn(people, { mapping });
    const second = await imports.bringIn(people, { mapping });
    expect(second.run?.contacts).toEqual({ created: 0, updated: 0, unchanged: 40 });
  });
});

describe('more clients alike than are looked at', () => {
  it('leave rows refused that need them, and no others', async () => {
    await lead('company', { name: 'ООО «Вектор»' }, 5_001);
    const rows = list('Компания;ИНН;КПП', `ООО «Вектор»;${INN};${kpp(1)}`, 'ООО «Вектор»;;', 'Другая;;');
    const { id, dryRun, run } = await imports.bringIn(rows);
    expect(dryRun).toEqual(run);
    expect(run?.rows).toEqual({ read: 3, accepted: 1, rejected: 2 });
    expect((await imports.rejected(id)).match(/match\.too-many/g)).toHaveLength(2);
  });

  it('do not matter where the INN tells', async () => {
    const row = list('Компания;ИНН;КПП', `ООО «Вектор»;${INN};${kpp(1)}`);
    await imports.bringIn(row);
    await lead('company', { name: 'ООО «Вектор»' }, 5_001);
    const { run } = await imports.bringIn(row);
    expect(run?.companies).toEqual({ created: 0, updated: 0, unchanged: 1 });
  });

  it('leave people refused, too', async () => {
    const emails = [{ address: 'office@client.example', kind: 'work' as const }];
    await lead('contact', { emails }, 5_001);
    const mapping = [
      { column: 'Контакт', field: 'contact.name' },
      { column: 'Почта', field: 'contact.email' },
    ];
    const { id, run } = await imports.bringIn(list('Контакт;Почта', 'Анна;office@client.example'), {
      mapping,
    });
    expect(run?.rows.rejected).toBe(1);
    expect(await imports.rejected(id)).toContain('match.too-many');
  });
});
