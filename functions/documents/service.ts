/** What other capabilities may use of the documents. */
export { isDocument, removeContent } from './cleaning.ts';
export { documentsOnCard } from './on-card.ts';
