import { beforeAll, describe, expect, inject, it } from 'vitest';
import { companyInputSchema } from '../../shared/clients/company.ts';
import { contactInputSchema, contactLinkInputSchema } from '../../shared/clients/contact.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

let bed: TenantBed;
let anna: Person;
let boris: Person;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  anna = await bed.addUser('agent');
  boris = await bed.addUser('agent');
});

const none = { params: undefined, query: undefined };
const at = (id: string) => ({ params: { id }, query: undefined, body: undefined });

async function companyOf(person: Person, name: string, more: object = {}): Promise<string> {
  const body = companyInputSchema.parse({ name, ...more });
  return (await bed.clients.createCompany({ ...none, body }, bed.as(person))).body?.id ?? '';
}

async function contactOf(person: Person, companyId?: string): Promise<string> {
  const companies = companyId === undefined ? [] : [{ companyId }];
  const body = contactInputSchema.parse({ name: 'Пётр Первый', companies });
  return (await bed.clients.createContact({ ...none, body }, bed.as(person))).body?.id ?? '';
}

describe("another agent's contact", () => {
  it('cannot be taken over by a place at a company of one’s own', async () => {
    const contactId = await contactOf(anna);
    const company = await companyOf(boris, 'Компания Бориса');
    const link = { ...at(company), body: contactLinkInputSchema.parse({ contactId }) };
    expect(await refusalOf(bed.clients.linkContact(link, bed.as(boris)))).toMatchObject({
      kind: 'forbidden',
    });
    const change = { ...at(contactId), body: { name: 'Моё' } };
    expect(await refusalOf(bed.clients.changeContact(change, bed.as(boris)))).toMatchObject({
      kind: 'forbidden',
    });
  });

  it('is not changed by the owner of a company that the person has left', async () => {
    const company = await companyOf(boris, 'Прежняя');
    const contactId = await contactOf(anna);
    const body = contactLinkInputSchema.parse({ contactId, to: '2020-01-01' });
    await bed.clients.linkContact({ ...at(company), body }, bed.as(bed.admin));
    const deletion = bed.clients.deleteContact(at(contactId), bed.as(boris));
    expect(await refusalOf(deletion)).toMatchObject({ kind: 'forbidden' });
  });
});

describe('a chronology under the policy "own"', () => {
  it('tells nothing of a company that the reader may not see', async () => {
    const hidden = await companyOf(anna, 'Секретная');
    const contactId = await contactOf(boris);
    const body = contactLinkInputSchema.parse({ contactId });
    await bed.clients.linkContact({ ...at(hidden), body }, bed.as(bed.admin));
    const logged = { channel: 'meeting' as const, text: 'Тайная встреча', contactIds: [contactId] };
    await bed.clients.logContactWithCompany({ ...at(hidden), body: logged }, bed.as(bed.admin));
    const read = (person: Person) =>
      bed.clients.readContactTimeline(
        { ...at(contactId), query: { limit: 20 } },
        bed.as(person, { visibility: 'own' }),
      );
    expect(JSON.stringify((await read(bed.admin)).body)).toMatch(/Секретная.*|Тайная встреча/);
    const seen = await read(boris);
    expect(seen.body?.entries.map(({ kind }) => kind)).toEqual(['contact-linked', 'created']);
    expect(JSON.stringify(seen.body)).not.toMatch(new RegExp(`Секретная|Тайная|${hidden}`));
  });

  it('tells nothing of a related company that the reader may not see', async () => {
    const hidden = await companyOf(anna, 'Секретная');
    const open = await companyOf(boris, 'Открытая');
    const relation = { ...at(open), body: { kind: 'partner' as const, companyId: hidden } };
    await bed.clients.relateCompanies(relation, bed.as(bed.admin));
    const card = await bed.clients.readCard(at(open), bed.as(boris, { visibility: 'own' }));
    expect(card.body?.timeline.entries.map(({ kind }) => kind)).toEqual(['relation-added', 'created']);
    expect(JSON.stringify(card.body)).not.toMatch(new RegExp(`Секретная|${hidden}`));
  });
});

describe('a lookup', () => {
  it('finds one’s own among more hidden records than it answers with, and does not tell of those', async () => {
    const phones = ['+7 495 222-33-44'];
    for (let n = 0; n < 52; n += 1) await companyOf(anna, `Скрытая ${n}`, { phones });
    const own = await companyOf(boris, 'Своя', { phones });
    const query = { phone: '+7 495 222-33-44' };
    const { body } = await bed.clients.lookup(
      { ...none, body: undefined, query },
      bed.as(boris, { visibility: 'own' }),
    );
    expect(body).toMatchObject({ hits: [{ id: own }], more: false });
  });
});
