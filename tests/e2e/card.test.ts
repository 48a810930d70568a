import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../equipment/eventually.ts';
import {
  expectStatus,
  type Organisation,
  type RunningStack,
  type SignedIn,
  startRunningStack,
} from './running-stack.ts';

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
    const { call } = agent;
    const created = await expectStatus(
      call('POST', '/api/v1/companies', {
        body: { name: 'ООО «Василёк»', inn: '7707083893', phones: ['8 (495) 123-45-67'], industry: 'retail' },
      }),
      201,
    );
    expect(created.headers.get('etag')).toBe('"1"');
    const { id } = created.body;
    expect(created.headers.get('location')).toBe(`/api/v1/companies/${id}`);
    const contact = await expectStatus(
      call('POST', '/api/v1/contacts', {
        body: {
          name: 'Иванова Мария Петровна',
          phones: ['+7 916 000-11-22'],
          companies: [{ companyId: id, jobTitle: 'Директор', role: 'decision-maker', influence: 5 }],
        },
      }),
      201,
    );
    await expectStatus(
      call('POST', `/api/v1/companies/${id}/notes`, { body: { text: 'Просит прайс к пятнице' } }),
      201,
    );
    const contactIds = [contact.body.id];
    await expectStatus(
      call('POST', `/api/v1/companies/${id}/logged-contacts`, {
        body: { channel: 'call', direction: 'in', topic: 'offer', durationMinutes: 7, contactIds },
      }),
      201,
    );
    const changed = call('PATCH', `/api/v1/companies/${id}`, {
      body: { status: 'customer' },
      headers: { 'if-match': '"1"' },
    });
    expect((await expectStatus(changed, 200)).headers.get('etag')).toBe('"2"');

    const { body: card } = await expectStatus(call('GET', `/api/v1/companies/${id}/card`), 200);
    expect(card.company).toMatchObject({ id, status: 'customer', version: 2 });
    expect(card.contacts).toMatchObject([
      { jobTitle: 'Директор', contact: { name: 'Иванова Мария Петровна' } },
    ]);
    expect(card.timeline.entries.map(({ kind }: { kind: string }) => kind)).toEqual([
      'changed',
      'contact-logged',
      'note',
      'contact-linked',
      'created',
    ]);
    const found = await expectStatus(call('GET', '/api/v1/lookup?phone=89160001122'), 200);
    expect(found.body.hits).toMatchObject([{ type: 'contact', companies: [{ id, jobTitle: 'Директор' }] }]);

    await eventually(async () => {
      const { body } = await call('GET', `/api/v1/companies/${id}/card`);
      expect(body.stats).toMatchObject({
        contacts: 1,
        byChannel: { call: 1 },
        notes: 1,
        lastContactChannel: 'call',
      });
    });
  });
});
