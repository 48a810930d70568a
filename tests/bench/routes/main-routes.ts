import type { Call } from '../load/use.ts';
import {
  type Card,
  type ClientBase,
  callBody,
  companyBody,
  contactBody,
  noteBody,
  phoneOf,
} from './client-base.ts';

/** A use of the API that people and programs make all day. */
export interface MainRoute {
  readonly name: string;
  /** Reads may be asked again and again; each write is made once. */
  readonly kind: 'read' | 'write';
  /** The call number `index`; two that are near each other concern different cards. */
  readonly call: (base: ClientBase, index: number) => Call;
}

const get = (path: string): Call => ({ method: 'GET', path: `/api/v1${path}` });
const send = (method: 'POST' | 'PATCH', path: string, body: object): Call => ({
  method,
  path: `/api/v1${path}`,
  body: JSON.stringify(body),
});

function cardAt(cards: readonly Card[], index: number): Card {
  const card = cards[index % cards.length];
  if (card === undefined) throw new Error('There are no cards.');
  return card;
}

/** Numbers that nobody on the cards has. */
const NEW_PHONES = 5_000_000;

/** The main routes. */
export const MAIN_ROUTES: readonly MainRoute[] = [
  {
    name: 'open card',
    kind: 'read',
    call: ({ read }, index) => get(`/companies/${cardAt(read, index).companyId}/card`),
  },
  {
    name: 'read company',
    kind: 'read',
    call: ({ read }, index) => get(`/companies/${cardAt(read, index).companyId}`),
  },
  {
    name: 'look up a phone',
    kind: 'read',
    call: ({ read }, index) => get(`/lookup?phone=${encodeURIComponent(cardAt(read, index).phone)}`),
  },
  {
    name: 'page of a timeline',
    kind: 'read',
    call: ({ read }, index) => get(`/companies/${cardAt(read, index).companyId}/timeline?limit=20`),
  },
  { name: 'list users', kind: 'read', call: () => get('/users') },
  { name: 'who am I', kind: 'read', call: () => get('/me') },
  {
    name: 'create company',
    kind: 'write',
    call: (_base, index) =>
      send('POST', '/companies', companyBody(`Лютик ${index}`, phoneOf(495, NEW_PHONES + index))),
  },
  {
    name: 'create contact',
    kind: 'write',
    call: ({ written }, index) => {
      const { companyId } = cardAt(written.contacts, index);
      return send(
        'POST',
        '/contacts',
        contactBody(`Петров Пётр ${index}`, phoneOf(916, NEW_PHONES + index), companyId),
      );
    },
  },
  {
    name: 'change company',
    kind: 'write',
    call: ({ written }, index) =>
      send('PATCH', `/companies/${cardAt(written.changes, index).companyId}`, {
        description: `Закупают раз в ${index} дней, решает директор.`,
      }),
  },
  {
    name: 'write note',
    kind: 'write',
    call: ({ written }, index) =>
      send('POST', `/companies/${cardAt(written.notes, index).companyId}/notes`, noteBody(index)),
  },
  {
    name: 'log contact',
    kind: 'write',
    call: ({ written }, index) => {
      const { companyId, contactId } = cardAt(written.calls, index);
      return send('POST', `/companies/${companyId}/logged-contacts`, callBody(index, contactId));
    },
  },
];
