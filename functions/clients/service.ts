/** What other capabilities may use of the clients capability. */

export { lineOf, type ParentsOf, requireNoCircle, storedParents } from './ancestry.ts';
export { type BatchReads, createBatchReads } from './batch-reads.ts';
export { rightsOnCard } from './card-rights.ts';
export { requireChangeable } from './companies.ts';
export { companyItem, companyKey } from './company-item.ts';
export { addNewCompany, addRevisedCompany, newCompany, reviseCompany } from './company-writes.ts';
export { contactItem, contactKey } from './contact-item.ts';
export { type FoundContact, findContact, requireContactChangeable } from './contact-store.ts';
export { addNewContact, addRevisedContact, newContact, reviseContact } from './contact-writes.ts';
export { writeEntryNow } from './entries.ts';
export { contactLinkItem } from './link-item.ts';
export { addLink, addRevisedLink, findLink, placeAt, reviseLink } from './links.ts';
export { FirmMatcher, firmNames, type KnownFirm } from './matching.ts';
export { Marks, Memory } from './memory.ts';
export {
  channelsOf,
  emptyPersonMemory,
  type KnownPerson,
  PersonMatcher,
  type PersonMemory,
  personNames,
} from './person-matching.ts';
export { mustBeLive, mustStay } from './references.ts';
export { relationItem, relationKey } from './relation-item.ts';
export { createRelations } from './relations.ts';
export { putEntry, timelineItem, timelineKey } from './timeline-item.ts';
