import { bundles } from './bundles/bundles.ts';
import { routes } from './routes/routes.ts';
import { search } from './search/search.ts';
import type { Section } from './section.ts';
import { uses } from './uses/uses.ts';
import { creationsSection } from './writes/creations.ts';
import { importsSection } from './writes/imports.ts';

/** Every section, in the order in which they are run. A capability with a benchmark of its own adds it here. */
export const SECTIONS: readonly Section[] = [bundles, routes, creationsSection, importsSection, search, uses];
