import { beforeAll, describe, expect, inject, it } from 'vitest';
import {
  type DictionaryName,
  dictionaryNameSchema,
  entryInputSchema,
  entryPatchSchema,
} from '../../shared/platform/dictionary.ts';
import { bodyOf, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createTenantBed, type RequestOptions, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

let bed: TenantBed;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
});

const none = { params: undefined, query: undefined, body: undefined };
const labels = { ru: 'Маркетплейс', en: 'Marketplace' };
const create = async (dictionary: DictionaryName, body: object) =>
  bodyOf(
    await bed.platform.createEntry(
      { ...none, params: { dictionary }, body: entryInputSchema.parse({ labels, ...body }) },
      bed.as(bed.admin),
    ),
  );
const change = async (dictionary: DictionaryName, id: string, patch: object, request: RequestOptions = {}) =>
  bodyOf(
    await bed.platform.changeEntry(
      { ...none, params: { dictionary, id }, body: entryPatchSchema.parse(patch) },
      bed.as(bed.admin, request),
    ),
  );
const list = async (dictionary: DictionaryName) =>
  bodyOf(await bed.platform.listEntries({ ...none, params: { dictionary } }, bed.as(bed.admin))).entries;

const costs = [{ from: '2026-01-01', to: '2026-01-31', cost: { amount: '1000.50', currency: 'RUB' } }];

describe('an entry', () => {
  it('stands in its dictionary alone, by its place in the list and then by its id', async () => {
    for (const id of ['second', 'first']) await create('segments', { id, order: 0 });
    await create('segments', { id: 'end', order: 10_000 });
    const ids = (await list('segments')).map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual(['first', 'key', 'second']);
    expect(ids.at(-1)).toBe('end');
    expect((await list('industries')).map(({ id }) => id)).not.toContain('first');
  });

  it('has an id of its own within its dictionary', async () => {
    const made = await create('industries', { id: 'marketplace' });
    expect(made).toMatchObject({ dictionary: 'industries', labels, active: true, order: 0, version: 1 });
    expect(await refusalOf(create('industries', { id: 'marketplace' }))).toMatchObject({
      kind: 'conflict',
      code: 'entry.exists',
    });
    expect(await create('segments', { id: 'marketplace' })).toMatchObject({ dictionary: 'segments' });
    expect(await list('industries')).toContainEqual(made);
  });

  it('is changed by version', async () => {
    await create('contact-topics', { id: 'versions' });
    const entry = (patch: object, request: RequestOptions = {}) =>
      change('contact-topics', 'versions', patch, request);
    expect(await entry({ order: 3 })).toMatchObject({ order: 3, version: 2 });
    expect(await entry({ order: 3 })).toMatchObject({ version: 2 });
    expect(await entry({ active: false, baseVersion: 1 })).toMatchObject({ order: 3, version: 3 });
    expect(await refusalOf(entry({ order: 4, baseVersion: 1 }))).toMatchObject({
      code: 'version.conflict',
      facts: { fields: ['order'], currentVersion: 3 },
    });
    expect(await refusalOf(entry({ order: 4 }, { ifMatch: [2] }))).toMatchObject({
      code: 'version.mismatch',
    });
    const renamed = { ru: 'Версии', en: 'Versions' };
    expect(await entry({ labels: renamed })).toMatchObject({ labels: renamed, order: 3, version: 4 });
    expect(await refusalOf(change('contact-topics', 'no-such', { order: 1 }))).toMatchObject({
      code: 'entry.not-found',
    });
  });

  it('taken out of use stays in the list and is refused on new records only', async () => {
    const desk = createClientDesk(bed);
    await create('industries', { id: 'retired' });
    const company = await desk.company({ industry: 'retired' });
    await change('industries', 'retired', { active: false });
    expect(await list('industries')).toContainEqual(
      expect.objectContaining({ id: 'retired', active: false }),
    );
    expect(await refusalOf(desk.company({ industry: 'retired' }))).toMatchObject({
      issues: [{ pointer: '/industry', code: 'reference.unknown' }],
    });
    const input = { params: { id: company.id }, query: undefined, body: { name: 'Новое имя' } };
    const changed = bodyOf(await bed.clients.changeCompany(input, bed.as(bed.admin)));
    expect(changed).toMatchObject({ name: 'Новое имя', industry: 'retired' });
  });
});

describe('costs', () => {
  it('belong to lead sources, from the beginning or later, and can be taken away', async () => {
    expect(await create('lead-sources', { id: 'paid', costs })).toMatchObject({ costs });
    expect(await change('lead-sources', 'paid', { costs: null })).not.toHaveProperty('costs');
    expect(await change('lead-sources', 'web', { costs })).toMatchObject({ costs, version: 2 });
  });

  it.each(dictionaryNameSchema.options.filter((name) => name !== 'lead-sources'))(
    'are refused in %s',
    async (dictionary) => {
      const refused = { code: 'body.invalid', issues: [{ pointer: '/costs', code: 'entry.no-costs' }] };
      expect(await refusalOf(create(dictionary, { id: 'paid', costs }))).toMatchObject(refused);
      const [entry] = await list(dictionary);
      const id = entry?.id ?? '';
      expect(await refusalOf(change(dictionary, id, { costs }))).toMatchObject(refused);
      expect(await change(dictionary, id, { costs: null })).toMatchObject({ id, version: 1 });
      expect((await list(dictionary)).map((one) => one.id)).not.toContain('paid');
    },
  );
});
