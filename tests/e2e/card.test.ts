import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../equipment/eventually.ts';
import { type Organisation, type RunningStack, type SignedIn, startRunningStack } from './running-stack.ts';

let running: RunningStack;
let organisation: Organisation;
let agent: SignedIn;

beforeAll(async () => {
  running = await startRunningStack();
  organisation = await running.provision('ООО «Ромашка»');
  agent = await organisation.addUser('agent', [await organisation.addTeam('Продажи')]);
});

afterAll(() => running?.stop());

describe('the walk of a newcomer', () => {
  it('creates a card, a person, a note and a call, and opens the card with its whole chronology', async () => {
    const { api } = agent;
    const created = await api.createCompany({
      body: { name: 'ООО «Василёк»', inn: '7707083893', phones: ['8 (495) 123-45-67'], industry: 'retail' },
    });
    expect(created.etag).toBe('"1"');
    const { id } = created.data;
    const params = { id };
    expect(created.headers.get('location')).toBe(`/api/v1/companies/${id}`);
    const contact = await api.createContact({
      body: {
        name: 'Иванова Мария Петровна',
        phones: ['+7 916 000-11-22'],
        companies: [{ companyId: id, jobTitle: 'Директор', role: 'decision-maker', influence: 5 }],
      },
    });
    await api.noteOnCompany({ params, body: { text: 'Просит прайс к пятнице' } });
    const contactIds = [contact.data.id];
    await api.logContactWithCompany({
      params,
      body: { channel: 'call', direction: 'in', topic: 'offer', durationMinutes: 7, contactIds },
    });
    const changed = await api.changeCompany({ params, body: { status: 'customer' }, ifMatch: created.etag });
    expect(changed.etag).toBe('"2"');

    const { data: card } = await api.readCard({ params });
    expect(card.company).toMatchObject({ id, status: 'customer', version: 2 });
    expect(card.contacts).toMatchObject([
      { jobTitle: 'Директор', contact: { name: 'Иванова Мария Петровна' } },
    ]);
    expect(card.timeline.entries.map(({ kind }) => kind)).toEqual([
      'changed',
      'contact-logged',
      'note',
      'contact-linked',
      'created',
    ]);
    const found = await api.lookup({ query: { phone: '89160001122' } });
    expect(found.data.hits).toMatchObject([{ type: 'contact', companies: [{ id, jobTitle: 'Директор' }] }]);

    await eventually(async () => {
      const { data } = await api.readCard({ params });
      expect(data.stats).toMatchObject({
        contacts: 1,
        byChannel: { call: 1 },
        notes: 1,
        lastContactChannel: 'call',
      });
    });
  });
});

describe('the typed client', () => {
  it('is answered once for a key, and told what stands in the way', async () => {
    const { api } = agent;
    const call = { body: { name: 'ООО «Пион»' }, idempotencyKey: `pion-${organisation.tenantId}` };
    const first = await api.createCompany(call);
    const again = await api.createCompany(call);
    expect([first.replayed, again.replayed, again.data.id]).toEqual([false, true, first.data.id]);

    const params = { id: first.data.id };
    await api.changeCompany({ params, body: { status: 'customer' }, ifMatch: 1 });
    await expect(api.deleteCompany({ params, ifMatch: first.etag })).rejects.toMatchObject({
      status: 412,
      code: 'version.mismatch',
      problem: { currentVersion: 2 },
      requestId: expect.any(String),
    });
    await expect(api.changeCompany({ params, body: { inn: '7707083894' } })).rejects.toMatchObject({
      status: 422,
      errors: [{ pointer: '/inn', code: expect.stringMatching(/^inn\./) }],
    });
    const removed = await api.deleteCompany({ params, ifMatch: 2 });
    expect([removed.status, removed.data]).toEqual([204, undefined]);
  });
});
