/** Lies beside the bundle and is loaded by the first question for holidays (docs/adr/0025). */
export { default } from 'date-holidays';
