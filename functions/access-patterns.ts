/** What a use of the table may cost: exact requests, and capacity units as the engine counts them. */
export interface AccessPattern {
  readonly id: string;
  readonly capability: 'clients' | 'platform' | 'events';
  readonly use: string;
  /** Key conditions in the order of the requests. */
  readonly keys: string;
  /** Requests by operation. */
  readonly requests: Readonly<
    Partial<Record<'GetItem' | 'Query' | 'BatchGetItem' | 'TransactWriteItems', number>>
  >;
  /** Read capacity units. */
  readonly reads: number;
  /** Write capacity units, those of the indexes included. */
  readonly writes: number;
}

/**
 * Every access pattern with its budget, measured by `access-patterns.test.ts` on records of usual size. One request or
 * unit more fails the test, and so does one less, so that a budget never has slack for waste to creep into.
 */
export const ACCESS_PATTERNS = [
  {
    id: 'open-card',
    capability: 'clients',
    use: 'Open a card: 10 people, the latest 20 of more entries, statistics',
    keys: 'pk = T#company#id, sk begins with "card" · pk = T#company#id, sk between "timeline#0" and "timeline#Z", newest first, 20',
    requests: { Query: 2 },
    reads: 3,
    writes: 0,
  },
  {
    id: 'open-card-with-relations',
    capability: 'clients',
    use: 'Open a bare card with one related company: its name is read, not mirrored',
    keys: 'as open-card · the related companies’ cards',
    requests: { Query: 2, BatchGetItem: 1 },
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'read-company',
    capability: 'clients',
    use: 'Read a company',
    keys: 'pk = T#company#id, sk = "card"',
    requests: { GetItem: 1 },
    reads: 0.5,
    writes: 0,
  },
  {
    id: 'read-contact',
    capability: 'clients',
    use: 'Read a contact with a place at one company',
    keys: 'pk = T#contact#id, sk begins with "card" · the company’s card',
    requests: { Query: 1, BatchGetItem: 1 },
    reads: 1,
    writes: 0,
  },
  {
    id: 'page-timeline',
    capability: 'clients',
    use: 'A page of 20 entries of a chronology',
    keys: 'pk = T#company#id, sk = "card" (access) · pk = T#company#id, sk between',
    requests: { GetItem: 1, Query: 1 },
    reads: 2,
    writes: 0,
  },
  {
    id: 'lookup-by-phone',
    capability: 'clients',
    use: 'Whose phone is this: one pointer, to a contact of one company',
    keys: 'pk = T#lookup#phone#number · then the contact with its links, and the company',
    requests: { Query: 2, BatchGetItem: 1 },
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'create-company',
    capability: 'clients',
    use: 'Create a company with a phone, an e-mail and an INN',
    keys: 'company, 3 lookups, timeline entry, event',
    requests: { TransactWriteItems: 1 },
    reads: 0,
    writes: 14,
  },
  {
    id: 'create-contact',
    capability: 'clients',
    use: 'Create a contact with a phone and an e-mail',
    keys: 'contact, 2 lookups, timeline entry, event',
    requests: { TransactWriteItems: 1 },
    reads: 0,
    writes: 12,
  },
  {
    id: 'create-contact-at-company',
    capability: 'clients',
    use: 'Create a contact with a phone and a place at a company',
    keys: 'the company’s card · contact, lookup, both sides of the link, timeline entries on both cards, two events, check',
    requests: { BatchGetItem: 1, TransactWriteItems: 1 },
    reads: 1,
    writes: 22,
  },
  {
    id: 'create-contact-with-key',
    capability: 'clients',
    use: 'Create a contact with a phone and an e-mail, with an Idempotency-Key',
    keys: 'as create-contact, and the idempotency record',
    requests: { TransactWriteItems: 1 },
    reads: 0,
    writes: 14,
  },
  {
    id: 'change-company',
    capability: 'clients',
    use: 'Change a field of a company',
    keys: 'pk = T#company#id, sk = "card", consistent · company, timeline entry, event',
    requests: { GetItem: 1, TransactWriteItems: 1 },
    reads: 1,
    writes: 9,
  },
  {
    id: 'change-contact',
    capability: 'clients',
    use: 'Change a field of a contact with a place at one company',
    keys: 'the contact with its links · the company’s card · contact, its summary on the card, two timeline entries, event',
    requests: { Query: 1, BatchGetItem: 1, TransactWriteItems: 1 },
    reads: 2,
    writes: 15,
  },
  {
    id: 'write-note',
    capability: 'clients',
    use: 'Write a note',
    keys: 'pk = T#company#id, sk = "card" · timeline entry, event',
    requests: { GetItem: 1, TransactWriteItems: 1 },
    reads: 0.5,
    writes: 5,
  },
  {
    id: 'log-contact',
    capability: 'clients',
    use: 'Log a call with one person, with a topic',
    keys: 'the company’s card · the contact with its links · its companies · two timeline entries, topic check, event',
    requests: { GetItem: 1, Query: 1, BatchGetItem: 1, TransactWriteItems: 1 },
    reads: 1.5,
    writes: 10,
  },
  {
    id: 'count-contact',
    capability: 'clients',
    use: 'Count a logged contact (subscriber), on one card',
    keys: 'entry and statistics, consistent · statistics, mark on the entry',
    requests: { BatchGetItem: 1, TransactWriteItems: 1 },
    reads: 1,
    writes: 5,
  },
  {
    id: 'relate-companies',
    capability: 'clients',
    use: 'Make one company the partner of another',
    keys: 'both cards · the relation on both, timeline entries on both, event, check',
    requests: { GetItem: 1, BatchGetItem: 1, TransactWriteItems: 1 },
    reads: 2,
    writes: 14,
  },
  {
    id: 'know-caller',
    capability: 'platform',
    use: 'Who is calling: at most once in 60 seconds per environment and identity',
    keys: 'pk = G#identity#hash · pk = T#tenant, sk = "tenant"',
    requests: { Query: 1, GetItem: 1 },
    reads: 1,
    writes: 0,
  },
  {
    id: 'read-me',
    capability: 'platform',
    use: 'The caller with one team',
    keys: 'the user and the teams',
    requests: { BatchGetItem: 1 },
    reads: 1,
    writes: 0,
  },
  {
    id: 'list-entries',
    capability: 'platform',
    use: 'A dictionary of 12 entries',
    keys: 'pk = T#dictionary#name',
    requests: { Query: 1 },
    reads: 1,
    writes: 0,
  },
  {
    id: 'change-user',
    capability: 'platform',
    use: "Change a user's role",
    keys: 'pk = T#people, sk = user#id, consistent · user, membership, event',
    requests: { GetItem: 1, TransactWriteItems: 1 },
    reads: 1,
    writes: 6,
  },
  {
    id: 'sign-cursor',
    capability: 'events',
    use: 'The key that signs cursors: once per environment',
    keys: 'pk = G#signing-keys, sk = "cursor", consistent',
    requests: { GetItem: 1 },
    reads: 1,
    writes: 0,
  },
] as const satisfies readonly AccessPattern[];

export type AccessPatternId = (typeof ACCESS_PATTERNS)[number]['id'];
