import { companyItem } from './clients/company-item.ts';
import { contactItem } from './clients/contact-item.ts';
import { companyLinkItem, contactLinkItem, placesItem } from './clients/link-item.ts';
import { lookupItem } from './clients/lookup-item.ts';
import { relationItem } from './clients/relation-item.ts';
import { statsItem } from './clients/stats-item.ts';
import { correctionItem, timelineItem } from './clients/timeline-item.ts';
import { documentCountItem, documentItem, documentUploadItem } from './documents/document-item.ts';
import { exportItem, runningExportItem } from './exports/export-item.ts';
import { importedNoteItem, importedRowItem, importItem, runningImportItem } from './imports/import-item.ts';
import { dictionaryEntryItem } from './platform/dictionary-item.ts';
import { foundingItem } from './platform/founding-item.ts';
import { invitationItem } from './platform/invitation-item.ts';
import { adminCountItem, teamItem, userEmailItem, userItem } from './platform/people-item.ts';
import { searchSlotItem } from './query/slots.ts';
import { membershipItem, tenantItem } from './runtime/caller.ts';
import { eventItem, idempotencyItem } from './runtime/change.ts';
import { signingKeyItem } from './runtime/cursor.ts';
import { goneItem } from './runtime/gone.ts';
import type { ItemKind } from './runtime/table/item.ts';
import { rateWindowItem } from './runtime/tenant-limits.ts';
import { searchTenantItem } from './search/registering.ts';
import { selectionItem, selectionLinksItem } from './search/selection-item.ts';
import { calendarItem, userCalendarItem } from './working-time/calendar-item.ts';

/** One kind of item with where it lies, for the data model's document. */
export interface PlacedKind {
  readonly item: ItemKind;
  /** Partition key; `T` stands for `T#<tenant>`. */
  readonly partition: string;
  readonly sort: string;
  readonly note: string;
}

const kind = (item: ItemKind, partition: string, sort: string, note: string): PlacedKind => ({
  item,
  partition,
  sort,
  note,
});

/** Every kind of item in the table. */
export const ITEM_KINDS: readonly PlacedKind[] = [
  kind(companyItem, 'T#company#<id>', 'card', 'The client. On `feed`; a tombstone of 30 days when deleted.'),
  kind(contactItem, 'T#contact#<id>', 'card', 'A person. On `feed`; a tombstone of 30 days when deleted.'),
  kind(
    contactLinkItem,
    'T#company#<id>',
    'card#contact#<link>',
    "A person's place, with a summary of the person. On `feed`.",
  ),
  kind(companyLinkItem, 'T#contact#<id>', 'card#company#<link>', "The same place on the person's card."),
  kind(
    placesItem,
    'T#contact#<id>',
    'card#added',
    'Counts the places added: a change of the person misses none.',
  ),
  kind(
    relationItem,
    'T#company#<id>',
    'card#relation#<kind>#<other>',
    'What the other company is to this one; on both cards.',
  ),
  kind(
    goneItem,
    'T#company#<id>',
    'gone#<kind>#<id>',
    'What was removed outright, for the columnar copy. On `feed`; kept 40 days.',
  ),
  kind(statsItem, 'T#company#<id>, T#contact#<id>', 'card#stats', 'Counts and latest dates, by subscribers.'),
  kind(
    timelineItem,
    'T#company#<id>, T#contact#<id>',
    'timeline#<entry>',
    'An entry; its id carries the time it happened. On `feed`.',
  ),
  kind(
    correctionItem,
    'T#company#<id>, T#contact#<id>',
    'correction#<entry>',
    'Says by what an entry was corrected.',
  ),
  kind(
    documentItem,
    'T#company#<id>, T#contact#<id>',
    'document#<document>',
    'A document; its content is the object `documents/<tenant>/<document>`. On `feed`.',
  ),
  kind(
    documentUploadItem,
    'T#company#<id>, T#contact#<id>',
    'upload#<document>',
    'A document that was announced; kept a day unless it is completed.',
  ),
  kind(
    documentCountItem,
    'T#company#<id>, T#contact#<id>',
    'card#documents',
    'How many documents the card has.',
  ),
  kind(
    lookupItem,
    'T#lookup#<kind>#<value>',
    '<type>#<id>, or unique',
    'Points from a phone, e-mail, INN, external id or the name of a firm to its record.',
  ),
  kind(
    exportItem,
    'T#exports#<user>',
    'export#<id>',
    'A search that is written into a file, with how far it is; kept 7 days.',
  ),
  kind(runningExportItem, 'T#exports#<user>', 'place#<number>', 'Which exports are made in the background.'),
  kind(importItem, 'T#imports', 'import#<id>', 'A list on its way in, with how far it is; kept 30 days.'),
  kind(runningImportItem, 'T#imports', 'running', 'Which import runs: one at a time.'),
  kind(
    importedRowItem,
    'T#import#<id>',
    'row#<number>',
    'What a row of a list wrote, so that it is written once; kept 30 days.',
  ),
  kind(
    importedNoteItem,
    'T#company#<id>, T#contact#<id>',
    'imported-note#<hash>',
    'Keeps a note of a list to one.',
  ),
  kind(tenantItem, 'T#tenant', 'tenant', 'The organisation and its settings.'),
  kind(userItem, 'T#people', 'user#<id>', 'An employee: invited, active, deactivated or gone.'),
  kind(userEmailItem, 'T#people', 'email#<address>', 'Keeps one address to one user.'),
  kind(teamItem, 'T#people', 'team#<id>', 'A team.'),
  kind(adminCountItem, 'T#people', 'admins', 'How many active admins there are.'),
  kind(dictionaryEntryItem, 'T#dictionary#<name>', '<entry>', 'An entry of a dictionary.'),
  kind(
    eventItem,
    'T#event#<day>#<shard>',
    '<event>',
    'What the stream publishes; kept 90 days for `replay`.',
  ),
  kind(
    idempotencyItem,
    'T#idempotency#<user>, G#idempotency#<hash of issuer and subject>',
    '<key>',
    'The stored answer of a POST; kept 24 hours.',
  ),
  kind(
    membershipItem,
    'G#identity#<hash of issuer and subject>',
    'T#<tenant>',
    "One identity's place in one tenant.",
  ),
  kind(
    rateWindowItem,
    'T#rate-limit, G#rate-limit#<hash of issuer and subject>',
    '<minute>',
    'How much of the limit of requests is leased in a minute.',
  ),
  kind(
    invitationItem,
    'G#invitation#<hash of address>, G#invitation#<hash of issuer and subject>',
    'T#<tenant>',
    'Points from whom a tenant has invited to the user; kept 30 days after it expires.',
  ),
  kind(
    foundingItem,
    'G#founding#<hash of issuer and subject>',
    '<number>',
    'An organisation that the identity founded by signing up; three at most.',
  ),
  kind(
    searchTenantItem,
    'G#search-tenants',
    'T#<tenant>',
    'An organisation that asks questions; kept 90 days.',
  ),
  kind(
    searchSlotItem,
    'T#search-slots',
    'slot#<number>',
    'Which environments answer questions; held for a minute.',
  ),
  kind(
    selectionItem,
    'T#selections',
    'selection#<id>',
    'A saved search; the cards that a frozen one kept are an object.',
  ),
  kind(
    selectionLinksItem,
    'T#selections',
    'links',
    'Its version tells whether anybody has changed what selections say of each other.',
  ),
  kind(
    calendarItem,
    'T#working-calendars',
    'organisation',
    'The working calendar of the organisation; none while the default applies.',
  ),
  kind(
    userCalendarItem,
    'T#working-calendars',
    'user#<id>',
    "What is different in a user's working calendar; emptied when it is deleted.",
  ),
  kind(signingKeyItem, 'G#signing-keys', 'cursor', 'Signs cursors.'),
];
