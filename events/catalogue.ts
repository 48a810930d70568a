import { clientChangedV1 } from './client-changed.v1.ts';
import { clientCreatedV1 } from './client-created.v1.ts';
import { clientDeletedV1 } from './client-deleted.v1.ts';
import { clientRestoredV1 } from './client-restored.v1.ts';
import { companiesRelatedV1 } from './companies-related.v1.ts';
import { companiesUnrelatedV1 } from './companies-unrelated.v1.ts';
import { contactLinkChangedV1 } from './contact-link-changed.v1.ts';
import { contactLinkedV1 } from './contact-linked.v1.ts';
import { contactLoggedV1 } from './contact-logged.v1.ts';
import { contactUnlinkedV1 } from './contact-unlinked.v1.ts';
import { dictionaryEntryChangedV1 } from './dictionary-entry-changed.v1.ts';
import { dictionaryEntryCreatedV1 } from './dictionary-entry-created.v1.ts';
import { documentRemovedV1 } from './document-removed.v1.ts';
import { documentScannedV1 } from './document-scanned.v1.ts';
import { documentUploadedV1 } from './document-uploaded.v1.ts';
import type { EventContract } from './event.ts';
import { exportRequestedV1 } from './export-requested.v1.ts';
import { importFinishedV1 } from './import-finished.v1.ts';
import { importRequestedV1 } from './import-requested.v1.ts';
import { invitationAcceptedV1 } from './invitation-accepted.v1.ts';
import { invitationDeclinedV1 } from './invitation-declined.v1.ts';
import { invitationSentV1 } from './invitation-sent.v1.ts';
import { invitationWithdrawnV1 } from './invitation-withdrawn.v1.ts';
import { noteWrittenV1 } from './note-written.v1.ts';
import { teamChangedV1 } from './team-changed.v1.ts';
import { teamCreatedV1 } from './team-created.v1.ts';
import { tenantChangedV1 } from './tenant-changed.v1.ts';
import { tenantCreatedV1 } from './tenant-created.v1.ts';
import { userChangedV1 } from './user-changed.v1.ts';
import { userCreatedV1 } from './user-created.v1.ts';
import { userLeftV1 } from './user-left.v1.ts';
import { workingCalendarChangedV1 } from './working-calendar-changed.v1.ts';

/** Every event contract, by its type. */
export const CONTRACTS = {
  [clientCreatedV1.type]: clientCreatedV1,
  [clientChangedV1.type]: clientChangedV1,
  [clientDeletedV1.type]: clientDeletedV1,
  [clientRestoredV1.type]: clientRestoredV1,
  [contactLoggedV1.type]: contactLoggedV1,
  [noteWrittenV1.type]: noteWrittenV1,
  [contactLinkedV1.type]: contactLinkedV1,
  [contactLinkChangedV1.type]: contactLinkChangedV1,
  [contactUnlinkedV1.type]: contactUnlinkedV1,
  [companiesRelatedV1.type]: companiesRelatedV1,
  [companiesUnrelatedV1.type]: companiesUnrelatedV1,
  [documentUploadedV1.type]: documentUploadedV1,
  [documentScannedV1.type]: documentScannedV1,
  [documentRemovedV1.type]: documentRemovedV1,
  [exportRequestedV1.type]: exportRequestedV1,
  [importRequestedV1.type]: importRequestedV1,
  [importFinishedV1.type]: importFinishedV1,
  [tenantCreatedV1.type]: tenantCreatedV1,
  [tenantChangedV1.type]: tenantChangedV1,
  [userCreatedV1.type]: userCreatedV1,
  [userChangedV1.type]: userChangedV1,
  [invitationSentV1.type]: invitationSentV1,
  [invitationAcceptedV1.type]: invitationAcceptedV1,
  [invitationDeclinedV1.type]: invitationDeclinedV1,
  [invitationWithdrawnV1.type]: invitationWithdrawnV1,
  [userLeftV1.type]: userLeftV1,
  [teamCreatedV1.type]: teamCreatedV1,
  [teamChangedV1.type]: teamChangedV1,
  [dictionaryEntryCreatedV1.type]: dictionaryEntryCreatedV1,
  [dictionaryEntryChangedV1.type]: dictionaryEntryChangedV1,
  [workingCalendarChangedV1.type]: workingCalendarChangedV1,
} as const;

export type EventType = keyof typeof CONTRACTS;

/** The contract of a type that came from outside the type system, if there is one. */
export const contractOf = (type: string): EventContract | undefined =>
  (CONTRACTS as Readonly<Record<string, EventContract>>)[type];
