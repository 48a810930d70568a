import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { KartotekaError } from '../../shared/errors.ts';
import { readCsv } from '../../shared/imports/csv-reading.ts';
import { createExportBed, type ExportBed } from '../../tests/equipment/export-bed.ts';
import { createSearchBed, type SearchBed } from '../../tests/equipment/search-bed.ts';
import { addTenant, createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { companyItem } from '../clients/company-item.ts';
import { newId } from '../runtime/change.ts';
import { writeItem } from '../runtime/table/item.ts';
import { feedKey, tenantPartition } from '../../shared/table.ts';

const ROWS = 12_000;
const none = { params: undefined, query: undefined };

let bed: TenantBed;
let other: TenantBed;
let searching: SearchBed;
let exporting: ExportBed;
let agent: Person;
let colleague: Person;
let team: string;
/** Names of the many, in no order. */
const names = Array.from({ length: ROWS }, (_, n) => `Фирма ${String((n * 7919) % ROWS).padStart(5, '0')}`);

const company = async (on: TenantBed, who: Person, body: object): Promise<string> => {
  const input = { name: 'ООО', kind: 'company', status: 'prospect', ...body };
  const answer = await on.clients.createCompany({ ...none, body: input } as never, on.as(who));
  return answer.body?.id ?? '';
};

/** Many cards, written past the handlers: it would take minutes. */
async function fill(on: TenantBed, owner: Person): Promise<string[]> {
  const { table, tenant } = on;
  const now = new Date();
  const at = now.toISOString();
  const ids: string[] = [];
  const items = names.map((name) => {
    const id = newId(now);
    ids.push(id);
    const data = {
      id,
      name,
      kind: 'company' as const,
      status: 'prospect' as const,
      leadSource: 'exhibition',
      owner: owner.id,
      tags: ['много'],
      createdAt: at,
      createdBy: owner.id,
      updatedAt: at,
      updatedBy: owner.id,
    };
    const key = { pk: tenantPartition(tenant, 'company', id), sk: 'card' };
    const item = writeItem(companyItem, key, data as never, { version: 1 });
    return { ...item, ...feedKey(tenant, id, at) };
  });
  for (let start = 0; start < items.length; start += 100)
    await table.transact(items.slice(start, start + 100).map((item) => ({ op: 'put', item }) as const));
  return ids;
}

const csv = async (bytes: Uint8Array): Promise<string[][]> => {
  const text = Buffer.from(bytes).toString().replace('\uFEFF', '');
  const rows = await Array.fromAsync(readRecords(text));
  return rows;
};

async function* readRecords(text: string): AsyncGenerator<string[]> {
  for (const line of text.trimEnd().split('\r\n')) yield line.split(';');
}
void readCsv;
