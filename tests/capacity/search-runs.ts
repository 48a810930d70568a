import { tmpdir } from 'node:os';
import { createBatchReads } from '../../functions/clients/service.ts';
import { openCopy } from '../../functions/query/copy.ts';
import { createSlot } from '../../functions/query/slots.ts';
import { TenantCopy } from '../../functions/query/tenant-copy.ts';
import { newId } from '../../functions/runtime/change.ts';
import type { SEARCH_PATTERNS } from '../../functions/search/access-patterns.ts';
import { keepSnapshots } from '../../functions/search/keeping-snapshots.ts';
import { createNames } from '../../functions/search/names.ts';
import { createRegistering } from '../../functions/search/registering.ts';
import { searchInputSchema } from '../../shared/search/question.ts';
import { createSearchBed } from '../equipment/search-bed.ts';
import { type Make, maker } from './client-runs.ts';
import { bareCompany, type Fixture, idOf, none } from './fixture.ts';
import { quiet, type Runs } from './runs.ts';
import { selectionRuns } from './selection-runs.ts';

/** How each pattern of the search capability comes about. */
export function searchRuns(fixture: Fixture): Runs<(typeof SEARCH_PATTERNS)[number]['id']> {
  const { bed, metered, as } = fixture;
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
    ...batches(fixture, maker(fixture)),
    ...selectionRuns(fixture),
    'find-records': async () => {
      for (let n = 0; n < 3; n += 1) await bed.clients.createCompany(bareCompany(`Находка ${n}`), as());
      const searching = createSearchBed({ table: bed.table, thinTable: metered.table, files: bed.files });
      const found = { ...none, query: { q: 'находка', limit: 3 } };
      await searching.search.readCompanies(found, as());
      return async () => {
        await searching.search.readCompanies(found, as());
        searching.close();
      };
    },
    'read-search-objects': async () => async () => undefined,
    'ask-question': async () => {
      const searching = createSearchBed({ table: bed.table, thinTable: metered.table, files: bed.files });
      await searching.search.searchCompanies(question, as());
      return async () => {
        await searching.search.searchCompanies(question, as());
        searching.close();
      };
    },
    'read-lead-source-effect': async () => {
      const searching = createSearchBed({ table: bed.table, thinTable: metered.table, files: bed.files });
      const asked = { ...none, query: { from: '2025-01-01', to: '2026-12-31' } };
      await searching.search.readLeadSourceEffect(asked, as());
      return async () => {
        await searching.search.readLeadSourceEffect(asked, as());
        searching.close();
      };
    },
    'learn-people': async () => () => names().people(bed.tenant),
    'learn-entries': async () => () => names().entries(bed.tenant, 'lead-sources'),
    'note-asking': async () => () => createRegistering(metered.table).note(bed.tenant, new Date()),
    'keep-snapshots': async () => {
      const query = { tell: async () => undefined };
      const deps = { table: metered.table, query, logger: quiet, now: () => new Date() };
      return () => keepSnapshots(deps);
    },
    'hold-slot': async () => {
      const slot = createSlot({ table: metered.table, perTenant: 40 });
      return () => slot.hold(bed.tenant);
    },
    'follow-feed': async () => {
      const copy = await following();
      return () => copy.catchUp();
    },
  };
}

function batches({ bed, metered, as }: Fixture, make: Make) {
  const reads = createBatchReads(metered.table);
  const three = (one: () => Promise<string>) => Promise.all([one(), one(), one()]);
  return {
    'read-companies': async () => {
      const ids = await three(make.company);
      return () => reads.readCompanies(ids, as());
    },
    'read-companies-missing': async () => {
      const ids = [await make.company(), await make.company(), newId(new Date())];
      return () => reads.readCompanies(ids, as());
    },
    'read-contacts': async () => {
      const ids = await three(make.contact);
      return () => reads.readContacts(ids, as());
    },
    'read-contacts-by-companies': async () => {
      const companyId = await make.company();
      const ofAdmin = async () =>
        idOf(
          await bed.clients.createContact(
            { ...none, body: { name: 'Сидорова Анна Павловна', companies: [{ companyId }] } },
            bed.as(bed.admin),
          ),
        );
      const ids = [await make.contact(), await ofAdmin(), await ofAdmin()];
      return () => reads.readContacts(ids, as({ visibility: 'own' }));
    },
  };
}
