import { findImport, putImport } from '../../functions/imports/import-store.ts';
import type { Import } from '../../shared/imports/import.ts';
import type { importRoutes } from '../../shared/imports/routes.ts';
import { LIST } from './content-everywhere.ts';
import type { CallParts, PathBed, WriteRoute } from './path-bed.ts';

type Preparation = (bed: PathBed) => Promise<CallParts>;

const FILE = { fileName: 'клиенты.csv', bytes: LIST.byteLength };

const begun = async (bed: PathBed) => ({ id: await bed.make('createImport', { body: FILE }) });

/** An import as its worker would leave it. */
async function left(bed: PathBed, change: Partial<Import>) {
  const params = await begun(bed);
  await bed.make('dryRunImport', { params, body: {} });
  const { table, tenant } = bed.tenant;
  const { data, version } = await findImport(table, tenant, params.id);
  await table.transact([putImport(tenant, { ...data, ...change }, version, new Date())]);
  return params;
}

const checked = (bed: PathBed) => left(bed, { state: 'checked', totalRows: 1 });

/** What has to be there for each writing route of the imports capability, and the call itself. */
export const importPaths: Readonly<Record<WriteRoute<typeof importRoutes>, Preparation>> = {
  createImport: async () => ({ body: FILE }),
  dryRunImport: async (bed) => ({ params: await begun(bed), body: {} }),
  runImport: async (bed) => ({ params: await checked(bed) }),
  resumeImport: async (bed) => ({
    params: await left(bed, { updatedAt: new Date(Date.now() - 3_600_000).toISOString() }),
  }),
  cancelImport: async (bed) => {
    const params = await checked(bed);
    await bed.make('runImport', { params });
    return { params };
  },
};
