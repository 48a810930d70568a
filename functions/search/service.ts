/** What other capabilities may use of searching: whom a question comes from, and what values are called. */
export { type Asker, type AskingDependencies, askerOf } from './asking.ts';
export { labelsFor } from './labelling.ts';
export { fieldLabel, type Labels, labelOf } from './labels.ts';
export { createNames } from './names.ts';
export { createRegistering, type Registering } from './registering.ts';
export { createNamedSelections } from './selection-naming.ts';
