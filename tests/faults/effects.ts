import { isDeepStrictEqual } from 'node:util';
import type { StoredItem } from '../../functions/runtime/table/item.ts';

/**
 * What each write path does to the table when nothing goes wrong: `+` is added, `-` taken away, `~` changed. Events go
 * by their type, entries of a chronology by their card and kind, all else by its kind.
 */
export const EFFECTS: Readonly<Record<string, string>> = {
  createCompany: '+client.created.v1, +company, +company:created, +idempotency, +lookup x6',
  changeCompany: '+client.changed.v1, +company:changed, +lookup x3, -lookup x4, ~company',
  deleteCompany: '+client.deleted.v1, +company:deleted, -lookup x6, ~company',
  restoreCompany: '+client.restored.v1, +company:restored, +idempotency, +lookup x6, ~company',
  noteOnCompany: '+company:note, +correction, +idempotency, +note-written.v1',
  logContactWithCompany:
    '+company:contact-logged, +contact-logged.v1, +contact:contact-logged, +correction x2, +idempotency',
  relateCompanies: '+companies-related.v1, +company:relation-added x2, +idempotency, +relation x2',
  unrelateCompanies: '+companies-unrelated.v1, +company:relation-removed x2, -relation x2',
  linkContact:
    '+company-link, +company:contact-linked, +contact-link, +contact-linked.v1, +contact-places, +contact:contact-linked, +idempotency',
  changeContactLink:
    '+company:contact-link-changed, +contact-link-changed.v1, +contact:contact-link-changed, ~company-link, ~contact-link',
  unlinkContact:
    '+company:contact-unlinked, +contact-unlinked.v1, +contact:contact-unlinked, +gone, -company-link, -contact-link',
  createContact:
    '+client.created.v1, +company-link x2, +company:contact-linked x2, +contact, +contact-link x2, +contact-linked.v1 x2, +contact:created, +idempotency, +lookup x2',
  changeContact:
    '+client.changed.v1, +company:contact-changed x2, +contact:changed, +lookup, -lookup, ~contact, ~contact-link x2',
  deleteContact:
    '+client.deleted.v1, +company:contact-changed, +contact:deleted, -lookup x3, ~contact, ~contact-link',
  restoreContact:
    '+client.restored.v1, +company:contact-changed, +contact:restored, +idempotency, +lookup x3, ~contact, ~contact-link',
  noteOnContact: '+contact:note, +correction, +idempotency, +note-written.v1',
  logContactWithContact: '+contact-logged.v1, +contact:contact-logged, +idempotency',
  createCompanyDocument: '+document-upload, +idempotency',
  completeCompanyDocument:
    '+company:document-attached, +document, +document.uploaded.v1, +idempotency, -document-upload, ~document-count',
  judgeCompanyDocument: '+company:document-infected, +document.scanned.v1, ~document',
  removeCompanyDocument: '+company:document-removed, +document.removed.v1, -document, ~document-count',
  createContactDocument: '+document-upload, +idempotency',
  completeContactDocument:
    '+contact:document-attached, +document, +document-count, +document.uploaded.v1, +idempotency, -document-upload',
  judgeContactDocument: '+document.scanned.v1, ~document',
  removeContactDocument: '-document-upload',
  createExport: '+export, +export.requested.v1, +idempotency, +running-export',
  deleteExport: '-export, -running-export',
  createImport: '+idempotency, +import',
  dryRunImport: '+idempotency, +import.requested.v1, ~import',
  runImport: '+idempotency, +import.requested.v1, +running-import, ~import',
  resumeImport: '+idempotency, +import.requested.v1, ~import',
  cancelImport: '+idempotency, +import.finished.v1, -running-import, ~import',
  changeTenant: '+tenant.changed.v1, ~tenant',
  createOrganisation:
    '+admin-count, +dictionary-entry x32, +dictionary-entry.created.v1 x32, +founding, +idempotency, +membership, +tenant, +tenant.created.v1, +user, +user-email, +user.created.v1',
  leave: '+user.left.v1, -membership, ~admin-count, ~user',
  acceptInvitation: '+idempotency, +invitation.accepted.v1, +membership, -invitation, ~admin-count, ~user',
  declineInvitation: '+idempotency, +invitation.declined.v1, -invitation, -user, -user-email',
  inviteAgain: '+idempotency, +invitation.sent.v1, ~invitation, ~user',
  withdrawInvitation: '+invitation.withdrawn.v1, -invitation, -user, -user-email',
  createUser: '+idempotency, +invitation, +invitation.sent.v1, +user, +user-email, +user.created.v1',
  changeUser: '+user.changed.v1, ~admin-count, ~membership, ~user',
  createTeam: '+idempotency, +team, +team.created.v1',
  changeTeam: '+team.changed.v1, ~team',
  createEntry: '+dictionary-entry, +dictionary-entry.created.v1, +idempotency',
  changeEntry: '+dictionary-entry.changed.v1, ~dictionary-entry',
  createSelection: '+idempotency, +selection, +selection-links',
  changeSelection: '~selection, ~selection-links',
  deleteSelection: '-selection, ~selection-links',
  freezeSelection: '+idempotency, ~selection',
  setWorkingCalendar: '+working-calendar, +working-calendar.changed.v1',
  setUserWorkingCalendar: '+working-calendar.changed.v1, ~user-working-calendar',
  deleteUserWorkingCalendar: '+working-calendar.changed.v1, ~user-working-calendar',
  provision:
    '+admin-count, +dictionary-entry x32, +dictionary-entry.created.v1 x32, +membership, +tenant, +tenant.created.v1, +user, +user-email, +user.created.v1',
  'statistics of a note': '+client-stats, ~company:note',
  'statistics of a contact with a person':
    '+client-stats x2, ~company:contact-logged, ~contact:contact-logged',
  'statistics of a correction before what it corrects': '+client-stats, ~company:contact-logged x2',
  'a row of a list that brings a client':
    '+client.created.v1 x2, +company, +company-link, +company:contact-linked, +company:created, +company:note, +contact, +contact-link, +contact-linked.v1, +contact:created, +imported-note, +imported-row, +lookup x4, +note-written.v1',
  'a row of a list that changes a client and a person':
    '+client.changed.v1 x2, +company:changed, +company:contact-changed, +contact:changed, +imported-row, +lookup x2, ~company, ~contact, ~contact-link',
  purge:
    '-company-link, -company:contact-linked, -company:created, -company:deleted, -company:relation-added, -contact-link, -relation x2',
  'purge in two transactions': '-company:created, -company:deleted, -company:note x50',
  'the key that signs cursors': '+signing-key',
};

/** The paths that take more than one transaction; each of them may be what an error leaves, and a repeat goes on. */
export const TRANSACTIONS: Readonly<Record<string, number>> = {
  'statistics of a contact with a person': 2,
  'statistics of a correction before what it corrects': 2,
  'purge in two transactions': 2,
  'a row of a list that changes a client and a person': 2,
};

const keyOf = ({ pk, sk }: StoredItem): string => `${pk} ${sk}`;

/** What happened between two looks at a table, in the words of `EFFECTS`. */
export function effectOf(before: readonly StoredItem[], after: readonly StoredItem[]): string {
  const had = new Map(before.map((item) => [keyOf(item), item]));
  const has = new Map(after.map((item) => [keyOf(item), item]));
  const changes = [
    ...after.filter((item) => !had.has(keyOf(item))).map((item) => `+${nameOf(item)}`),
    ...before.filter((item) => !has.has(keyOf(item))).map((item) => `-${nameOf(item)}`),
    ...after
      .filter((item) => had.has(keyOf(item)) && !isDeepStrictEqual(had.get(keyOf(item)), item))
      .map((item) => `~${nameOf(item)}`),
  ];
  const counts = new Map<string, number>();
  for (const change of changes.sort()) counts.set(change, (counts.get(change) ?? 0) + 1);
  return [...counts].map(([change, count]) => (count === 1 ? change : `${change} x${count}`)).join(', ');
}

function nameOf({ kind, data }: StoredItem): string {
  if (kind === 'event') return String(data['type']);
  const subject = data['subject'];
  if (kind !== 'timeline' || typeof subject !== 'object' || subject === null || !('type' in subject))
    return kind;
  return `${String(subject.type)}:${String(data['kind'])}`;
}
