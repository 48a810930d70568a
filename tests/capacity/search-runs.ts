import { tmpdir } from 'node:os';
import { openCopy } from '../../functions/query/copy.ts';
import { TenantCopy } from '../../functions/query/tenant-copy.ts';
import type { SEARCH_PATTERNS } from '../../functions/search/access-patterns.ts';
import { createNames } from '../../functions/search/names.ts';
import { searchInputSchema } from '../../shared/search/question.ts';
import { createSearchBed } from '../equipment/search-bed.ts';
import { type Fixture, none } from './fixture.ts';
import type { Runs } from './runs.ts';

/** How each pattern of the search capability comes about. */
export function searchRuns({ bed, metered, as }: Fixture): Runs<(typeof SEARCH_PATTERNS)[number]['id']> {
  const question = { ...none, body: searchInputSchema.parse({ q: 'ромашка' }) };
  /** The copy of somebody who has asked a while ago: nothing lies in what is read again. */
  const following = async () => {
    const copy = await openCopy({ folder: tmpdir(), memory: '200MB', threads: 1 });
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const watermarks = Array.from({ length: bed.tenant.feedShards }, () => later);
    return new TenantCopy(copy, metered.table, bed.tenant, watermarks);
  };
  const names = () => createNames(metered.table, () => new Date());
  return {
    'read-search-objects': async () => async () => undefined,
    'ask-question': async () => {
      const searching = createSearchBed({ table: bed.table, thinTable: metered.table, files: bed.files });
      await searching.search.searchCompanies(question, as());
      return async () => {
        await searching.search.searchCompanies(question, as());
        searching.close();
      };
    },
    'learn-people': async () => () => names().people(bed.tenant),
    'learn-entries': async () => () => names().entries(bed.tenant, 'lead-sources'),
    'follow-feed': async () => {
      const copy = await following();
      return () => copy.catchUp();
    },
  };
}
