/** What other capabilities may use of the cards. */
export { rightsOnCard } from './card-rights.ts';
export { writeEntryNow } from './entries.ts';
export { mustBeLive, mustStay } from './references.ts';
export { timelineKey } from './timeline-item.ts';
