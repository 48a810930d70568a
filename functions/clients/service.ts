/** What other capabilities may use of the clients capability. */

export { rightsOnCard } from './card-rights.ts';
export { requireChangeable } from './companies.ts';
export { companyKey } from './company-item.ts';
export { addNewCompany, addRevisedCompany, newCompany, reviseCompany } from './company-writes.ts';
export { type FoundContact, findContact, requireContactChangeable } from './contact-store.ts';
export { addNewContact, addRevisedContact, newContact, reviseContact } from './contact-writes.ts';
export { writeEntryNow } from './entries.ts';
export { addLink, addRevisedLink, findLink, placeAt, reviseLink } from './links.ts';
export { FirmMatcher, firmNames, type KnownFirm } from './matching.ts';
export { Memory } from './memory.ts';
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
export { createRelations, parentsOf } from './relations.ts';
export { putEntry, timelineKey } from './timeline-item.ts';
