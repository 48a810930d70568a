import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { contactPatchSchema } from '../../shared/clients/contact.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

const none = { params: undefined, query: undefined, body: undefined };

let bed: TenantBed;
let desk: ClientDesk;
let agent: Person;
let other: Person;
/** Of the agent and of the other; each sees only what is their own. */
let mine: Subject;
let theirs: Subject;
let own: { readonly person: Person; readonly visibility: 'own' };

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  agent = await bed.addUser('agent');
  other = await bed.addUser('agent');
  own = { person: agent, visibility: 'own' };
});
beforeEach(async () => {
  mine = await desk.company({ name: 'Моя' }, agent);
  theirs = await desk.company({ name: 'Чужая' }, other);
});

const rename = (contact: Subject, person: Person) =>
  bed.clients.changeContact(
    { ...none, params: { id: contact.id }, body: contactPatchSchema.parse({ name: 'Новое' }) },
    bed.as(person),
  );
const linkAs = (person: Person, company: Subject, contact: Subject) =>
  bed.clients.linkContact(
    { ...none, params: { id: company.id }, body: { contactId: contact.id } },
    bed.as(person),
  );

describe('a person of another', () => {
  it('is not taken over by a place at one’s own company', async () => {
    const contact = await desk.contact({}, other);
    expect(await refusalOf(linkAs(agent, mine, contact))).toMatchObject({ kind: 'forbidden' });
    expect(await refusalOf(rename(contact, agent))).toMatchObject({ kind: 'forbidden' });
    await linkAs(bed.admin, mine, contact);
    expect(await rename(contact, agent)).toMatchObject({ body: { version: 2 } });
  });

  it('is seen but not changed by those where the person was once', async () => {
    const contact = await desk.contact({}, other);
    await desk.link(mine, contact, { to: '2020-12-31' });
    const input = { ...none, params: { id: contact.id } };
    expect(bodyOf(await bed.clients.readContact(input, bed.as(agent, own))).id).toBe(contact.id);
    expect(await refusalOf(rename(contact, agent))).toMatchObject({ kind: 'forbidden' });
    expect(await refusalOf(bed.clients.deleteContact(input, bed.as(agent)))).toMatchObject({
      kind: 'forbidden',
    });
    const today = new Date().toISOString().slice(0, 10);
    await desk.link(mine, contact, { to: today });
    expect(await rename(contact, agent)).toMatchObject({ body: { version: 2 } });
  });
});

describe('a chronology', () => {
  it('of a person leaves out what was written on a card that is hidden', async () => {
    const contact = await desk.contact({}, other);
    await desk.link(mine, contact);
    await desk.link(theirs, contact);
    const open = await desk.log(mine, { contactIds: [contact.id], text: 'открыто' });
    await desk.log(theirs, { contactIds: [contact.id], text: 'тайна' });
    const logged = (await desk.timeline(contact, { kind: 'contact-logged' }, own)).entries;
    expect(logged.map(({ id }) => id)).toEqual([open.id]);
    expect((await desk.timeline(contact, { kind: 'contact-logged' })).entries).toHaveLength(2);
    const page = await desk.timeline(contact, {}, own);
    expect(JSON.stringify(page)).not.toMatch(new RegExp(`тайна|Чужая|${theirs.id}`));
    expect(page.entries.filter(({ kind }) => kind === 'contact-linked').map(({ about }) => about)).toEqual([
      undefined,
      { type: 'company', id: mine.id, name: 'Моя' },
    ]);
  });

  it('of a company names no hidden company that it is related to, on the card neither', async () => {
    await desk.relate(mine, 'partner', theirs);
    const [page, card] = [await desk.timeline(mine, {}, own), await desk.card(mine, own)];
    expect(card.relations).toEqual([]);
    expect(card.timeline.entries).toEqual(page.entries);
    expect(page.entries.map(({ kind }) => kind)).toEqual(['relation-added', 'created']);
    expect(JSON.stringify(card)).not.toMatch(new RegExp(`Чужая|${theirs.id}`));
    expect(JSON.stringify(await desk.card(mine))).toMatch(/Чужая/);
  });

  it('goes on through pages of which all is hidden', async () => {
    const contact = await desk.contact({}, other);
    await desk.link(mine, contact);
    const open = await desk.log(mine, { contactIds: [contact.id] });
    for (let hidden = 0; hidden < 5; hidden += 1) await desk.log(theirs, { contactIds: [contact.id] });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { kind: 'contact-logged', limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const page = await desk.timeline(contact, query, own);
      seen.push(...page.entries.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual([open.id]);
  });
});

describe('a lookup', () => {
  it('gives what is visible, behind however much that is not', async () => {
    const phone = '+7 495 600 00 01';
    await Promise.all(Array.from({ length: 60 }, () => desk.company({ phones: [phone] }, other)));
    const contact = await desk.contact({ phones: [phone] }, agent);
    const found = bodyOf(await bed.clients.lookup({ ...none, query: { phone } }, bed.as(agent, own)));
    expect(found.hits.map(({ id }) => id)).toEqual([contact.id]);
    expect(found.more).toBe(false);
    const all = bodyOf(await bed.clients.lookup({ ...none, query: { phone } }, bed.as(bed.admin)));
    expect([all.hits.length, all.more]).toEqual([50, true]);
  });
});
