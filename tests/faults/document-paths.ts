import type { documentRoutes } from '../../shared/documents/routes.ts';
import { DOCUMENT } from '../equipment/document-desk.ts';
import type { CallParts, PathBed, WriteRoute } from './path-bed.ts';

type Preparation = (bed: PathBed) => Promise<CallParts>;

const company = (bed: PathBed): Promise<string> =>
  bed.make('createCompany', { body: { name: 'ООО «Ромашка»' } });

const person = async (bed: PathBed): Promise<string> =>
  bed.make('createContact', {
    body: { name: 'Иван Петров', companies: [{ companyId: await company(bed) }] },
  });

/** A document that was announced on a card; its content is in the bucket, as it always is under faults. */
async function announced(bed: PathBed, of: 'Company' | 'Contact', id: string) {
  const documentId = await bed.make(`create${of}Document`, { params: { id }, body: DOCUMENT });
  return { id, documentId };
}

/** A document that is on a card. */
async function attached(bed: PathBed, of: 'Company' | 'Contact', id: string) {
  const params = await announced(bed, of, id);
  await bed.make(`complete${of}Document`, { params });
  return params;
}

/** What has to be there for each writing route of the documents capability, and the call itself. */
export const documentPaths: Readonly<Record<WriteRoute<typeof documentRoutes>, Preparation>> = {
  createCompanyDocument: async (bed) => {
    const id = await company(bed);
    const entryId = await bed.make('noteOnCompany', { params: { id }, body: { text: 'Прислали договор' } });
    return { params: { id }, body: { ...DOCUMENT, entryId, description: 'Подписан' } };
  },
  completeCompanyDocument: async (bed) => {
    const id = await company(bed);
    await attached(bed, 'Company', id);
    return { params: await announced(bed, 'Company', id) };
  },
  judgeCompanyDocument: async (bed) => ({
    params: await attached(bed, 'Company', await company(bed)),
    body: { verdict: 'infected', scanner: 'ClamAV 1.4' },
  }),
  removeCompanyDocument: async (bed) => ({ params: await attached(bed, 'Company', await company(bed)) }),
  createContactDocument: async (bed) => ({ params: { id: await person(bed) }, body: DOCUMENT }),
  completeContactDocument: async (bed) => ({ params: await announced(bed, 'Contact', await person(bed)) }),
  judgeContactDocument: async (bed) => ({
    params: await attached(bed, 'Contact', await person(bed)),
    body: { verdict: 'clean' },
  }),
  removeContactDocument: async (bed) => ({ params: await announced(bed, 'Contact', await person(bed)) }),
};
