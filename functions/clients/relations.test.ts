import { beforeAll, describe, expect, inject, it } from 'vitest';
import { COUNTERPART, type RelationKind, relationKindSchema } from '../../shared/clients/company.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import {
  createTenantBed,
  type Person,
  type RequestOptions,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';

const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

let bed: TenantBed;
let desk: ClientDesk;
let agent: Person;
let other: Person;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  agent = await bed.addUser('agent');
  other = await bed.addUser('agent');
});

const none = { params: undefined, query: undefined, body: undefined };
const relate = async (
  one: Subject,
  kind: RelationKind,
  companyId: string,
  person = bed.admin,
  request: RequestOptions = {},
) => {
  const input = { ...none, params: { id: one.id }, body: { kind, companyId, note: 'заметка' } };
  return bodyOf(await bed.clients.relateCompanies(input, bed.as(person, request)));
};
const unrelate = (one: Subject, kind: RelationKind, { id: companyId }: Subject, person = bed.admin) =>
  bed.clients.unrelateCompanies({ ...none, params: { id: one.id, kind, companyId } }, bed.as(person));
const related = async (company: Subject, options = {}) =>
  (await desk.card(company, options)).relations.map(({ kind, companyId }) => [kind, companyId]);
const companies = (count: number, person = bed.admin) =>
  Promise.all(Array.from({ length: count }, (_, index) => desk.company({ name: `Фирма ${index}` }, person)));

describe('a relation', () => {
  it.each(relationKindSchema.options)('as %s stands on the other card as its counterpart', async (kind) => {
    const [one, two] = (await companies(2)) as [Subject, Subject];
    const made = await relate(one, kind, two.id);
    expect(made).toMatchObject({ kind, companyId: two.id, name: 'Фирма 1', note: 'заметка' });
    expect((await desk.card(one)).relations).toEqual([made]);
    expect((await desk.card(two)).relations).toEqual([
      { ...made, kind: COUNTERPART[kind], companyId: one.id, name: 'Фирма 0' },
    ]);
    for (const [subject, about] of [
      [one, { id: two.id, name: 'Фирма 1' }],
      [two, { id: one.id, name: 'Фирма 0' }],
    ] as const) {
      expect((await desk.timeline(subject)).entries[0]).toMatchObject({ kind: 'relation-added', about });
    }
  });

  it('exists once, from whichever side it is made; other kinds may stand beside it', async () => {
    const [one, two] = (await companies(2)) as [Subject, Subject];
    await relate(one, 'supplier', two.id);
    for (const again of [() => relate(one, 'supplier', two.id), () => relate(two, 'buyer', one.id)]) {
      expect(await refusalOf(again())).toMatchObject({ kind: 'conflict', code: 'relation.exists' });
    }
    await relate(one, 'partner', two.id);
    await relate(one, 'buyer', two.id);
    expect(await related(one)).toHaveLength(3);
  });

  it('needs another company that is there and visible, and an own one that may be changed', async () => {
    const [mine] = (await companies(1, agent)) as [Subject];
    const [theirs, gone] = (await companies(2, other)) as [Subject, Subject];
    await desk.remove(gone);
    expect(await refusalOf(relate(mine, 'partner', mine.id))).toMatchObject({
      issues: [{ pointer: '/companyId', code: 'relation.itself' }],
    });
    for (const id of [theirs.id, gone.id, NOBODY]) {
      expect(await refusalOf(relate(mine, 'partner', id, agent, { visibility: 'own' }))).toMatchObject({
        issues: [{ pointer: '/companyId', code: 'reference.unknown' }],
      });
    }
    expect(await refusalOf(relate(theirs, 'partner', mine.id, agent))).toMatchObject({ kind: 'forbidden' });
    await relate(mine, 'partner', theirs.id, agent);
  });
});

describe('parents and subsidiaries', () => {
  it('make no circle, however long', async () => {
    const group = await companies(5);
    const [top, second, third, fourth, bottom] = group as [Subject, Subject, Subject, Subject, Subject];
    await relate(second, 'parent', top.id);
    await relate(second, 'subsidiary', third.id);
    await relate(fourth, 'parent', third.id);
    await relate(bottom, 'parent', fourth.id);
    const cycle = { kind: 'conflict', code: 'relation.cycle' };
    expect(await refusalOf(relate(top, 'parent', second.id))).toMatchObject(cycle);
    expect(await refusalOf(relate(top, 'parent', bottom.id))).toMatchObject(cycle);
    expect(await refusalOf(relate(bottom, 'subsidiary', top.id))).toMatchObject(cycle);
    expect(await related(top)).toEqual([['subsidiary', second.id]]);
  });

  it('make none either that is too long to be seen', async () => {
    const line = await companies(22);
    for (const [n, child] of line.slice(0, -1).entries()) {
      await relate(child, 'parent', (line[n + 1] as Subject).id);
    }
    const [bottom, second] = line as [Subject, Subject];
    const top = line.at(-1) as Subject;
    const tooDeep = { kind: 'conflict', code: 'relation.too-deep' };
    expect(await refusalOf(relate(top, 'parent', bottom.id))).toMatchObject(tooDeep);
    const [one] = (await companies(1)) as [Subject];
    expect(await refusalOf(relate(one, 'parent', bottom.id))).toMatchObject(tooDeep);
    await relate(one, 'parent', (line[2] as Subject).id);
    expect(await related(second)).toHaveLength(2);
  });

  it('make one no less where two make the halves of it at once', async () => {
    const [one, two] = (await companies(2)) as [Subject, Subject];
    const made = await Promise.allSettled([relate(one, 'parent', two.id), relate(two, 'parent', one.id)]);
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('may meet again: two parents of one, a parent that is also a supplier', async () => {
    const group = await companies(4);
    const [top, left, right, bottom] = group as [Subject, Subject, Subject, Subject];
    await relate(left, 'parent', top.id);
    await relate(right, 'parent', top.id);
    await relate(bottom, 'parent', left.id);
    await relate(bottom, 'parent', right.id);
    await relate(top, 'supplier', bottom.id);
    expect(await refusalOf(relate(top, 'parent', bottom.id))).toMatchObject({ code: 'relation.cycle' });
    expect(await related(bottom)).toHaveLength(3);
  });
});

describe('a related company', () => {
  it('that the caller may not see, or that is deleted, is not on the card', async () => {
    const [one] = (await companies(1, agent)) as [Subject];
    const [mine] = (await companies(1, agent)) as [Subject];
    const [hidden, gone] = (await companies(2, other)) as [Subject, Subject];
    for (const { id } of [mine, hidden, gone]) await relate(one, 'partner', id);
    await desk.remove(gone);
    expect(await related(one, { person: agent, visibility: 'own' })).toEqual([['partner', mine.id]]);
    expect(await related(one)).toHaveLength(2);
  });

  it('may be one of more than a hundred', async () => {
    const [holding] = (await companies(1)) as [Subject];
    const group = await companies(101);
    await Promise.all(group.map(({ id }) => relate(holding, 'subsidiary', id)));
    expect(await related(holding)).toHaveLength(101);
  });
});

describe('removing a relation', () => {
  it('takes it off both cards, from whichever side', async () => {
    const [one, two] = (await companies(2)) as [Subject, Subject];
    await relate(one, 'supplier', two.id);
    await relate(one, 'partner', two.id);
    await unrelate(two, 'buyer', one);
    expect(await related(one)).toEqual([['partner', two.id]]);
    expect(await related(two)).toEqual([['partner', one.id]]);
    for (const subject of [one, two]) {
      expect((await desk.timeline(subject)).entries[0]).toMatchObject({ kind: 'relation-removed' });
    }
  });

  it('that is not there is refused, and writes nothing', async () => {
    const [one, two] = (await companies(2)) as [Subject, Subject];
    await relate(one, 'supplier', two.id);
    for (const work of [
      () => unrelate(one, 'buyer', two),
      () => unrelate(one, 'partner', two),
      () => unrelate(one, 'supplier', { type: 'company', id: NOBODY }),
    ]) {
      expect(await refusalOf(work())).toMatchObject({ code: 'relation.not-found' });
    }
    expect(await refusalOf(unrelate(one, 'supplier', two, agent))).toMatchObject({ kind: 'forbidden' });
    expect(await related(two)).toEqual([['buyer', one.id]]);
  });
});
