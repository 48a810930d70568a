import type { clientRoutes } from '../../shared/clients/routes.ts';
import type { CallParts, PathBed, WriteRoute } from './path-bed.ts';

type Preparation = (bed: PathBed) => Promise<CallParts>;

const RELATION = { kind: 'parent' };

const company = (bed: PathBed, body: object = {}): Promise<string> =>
  bed.make('createCompany', {
    body: {
      name: 'ООО «Ромашка»',
      inn: '7707083893',
      phones: ['+7 495 123-45-67', '+7 495 123-45-68'],
      emails: ['info@romashka.example'],
      externalIds: [{ source: '1c', id: '42' }],
      ...body,
    },
  });

const neighbour = (bed: PathBed): Promise<string> =>
  bed.make('createCompany', { body: { name: 'ООО «Лютик»', phones: ['+7 495 123-45-67'] } });

const person = (bed: PathBed, places: readonly string[] = []): Promise<string> =>
  bed.make('createContact', {
    body: {
      name: 'Иван Петров',
      phones: ['+7 916 123-45-67'],
      emails: ['ivan@romashka.example'],
      externalIds: [{ source: '1c', id: 'p-7' }],
      companies: places.map((companyId) => ({ companyId, jobTitle: 'Директор' })),
    },
  });

/** A company, a person who belongs to it, and the link between them. */
async function linked(bed: PathBed): Promise<{ id: string; contactId: string; linkId: string }> {
  const id = await company(bed);
  const contactId = await person(bed);
  const linkId = await bed.make('linkContact', { params: { id }, body: { contactId, jobTitle: 'Директор' } });
  return { id, contactId, linkId };
}

async function correctedNote(bed: PathBed, route: 'noteOnCompany' | 'noteOnContact', id: string) {
  const corrects = await bed.make(route, { params: { id }, body: { text: 'Просил прайс' } });
  return { params: { id }, body: { text: 'Просил прайс на розы', corrects } };
}

/** What has to be there for each writing route of the clients capability, and the call itself. */
export const clientPaths: Readonly<Record<WriteRoute<typeof clientRoutes>, Preparation>> = {
  createCompany: async (bed) => {
    const owner = (await bed.tenant.addUser('agent')).id;
    const team = await bed.tenant.addTeam('Продажи');
    await neighbour(bed);
    return {
      body: {
        name: 'ООО «Ромашка»',
        inn: '7707083893',
        phones: ['+7 495 123-45-67', '+7 495 123-45-68'],
        emails: ['info@romashka.example'],
        externalIds: [{ source: '1c', id: '42' }],
        owner,
        team,
        industry: 'agriculture',
        segment: 'key',
        leadSource: 'advertising',
      },
    };
  },
  changeCompany: async (bed) => ({
    params: { id: await company(bed) },
    body: {
      name: 'АО «Ромашка»',
      inn: null,
      phones: ['+7 495 123-45-68', '+7 495 123-45-69'],
      externalIds: [{ source: '1c', id: '43' }],
      segment: 'key',
    },
  }),
  deleteCompany: async (bed) => ({ params: { id: await company(bed) } }),
  restoreCompany: async (bed) => {
    const id = await company(bed);
    await bed.make('deleteCompany', { params: { id } });
    return { params: { id } };
  },
  noteOnCompany: async (bed) => correctedNote(bed, 'noteOnCompany', await company(bed)),
  logContactWithCompany: async (bed) => {
    const { id, contactId } = await linked(bed);
    const body = { channel: 'call', direction: 'in', contactIds: [contactId] };
    const corrects = await bed.make('logContactWithCompany', { params: { id }, body });
    return { params: { id }, body: { ...body, topic: 'introduction', outcome: 'Перезвонит', corrects } };
  },
  relateCompanies: async (bed) => {
    const [id, companyId] = [await company(bed), await neighbour(bed)];
    return { params: { id }, body: { ...RELATION, companyId, note: 'С 2019 года' } };
  },
  unrelateCompanies: async (bed) => {
    const [id, companyId] = [await company(bed), await neighbour(bed)];
    await bed.make('relateCompanies', { params: { id }, body: { ...RELATION, companyId } });
    return { params: { id, companyId, ...RELATION } };
  },
  linkContact: async (bed) => {
    const id = await company(bed);
    const contactId = await person(bed, [await neighbour(bed)]);
    return { params: { id }, body: { contactId, jobTitle: 'Директор', role: 'decision-maker' } };
  },
  changeContactLink: async (bed) => {
    const { id, linkId } = await linked(bed);
    return { params: { id, linkId }, body: { jobTitle: null, to: '2026-10-31' } };
  },
  unlinkContact: async (bed) => {
    const { id, linkId } = await linked(bed);
    return { params: { id, linkId } };
  },
  createContact: async (bed) => {
    const places = [await company(bed), await neighbour(bed)];
    return {
      body: {
        name: 'Иван Петров',
        phones: ['+7 916 123-45-67'],
        emails: ['ivan@romashka.example'],
        companies: places.map((companyId) => ({ companyId, jobTitle: 'Директор' })),
      },
    };
  },
  changeContact: async (bed) => ({
    params: { id: await person(bed, [await company(bed), await neighbour(bed)]) },
    body: { name: 'Иван Сидоров', phones: ['+7 916 123-45-68'], tags: ['VIP'] },
  }),
  deleteContact: async (bed) => ({ params: { id: (await linked(bed)).contactId } }),
  restoreContact: async (bed) => {
    const { contactId: id } = await linked(bed);
    await bed.make('deleteContact', { params: { id } });
    return { params: { id } };
  },
  noteOnContact: async (bed) => correctedNote(bed, 'noteOnContact', await person(bed)),
  logContactWithContact: async (bed) => ({
    params: { id: await person(bed) },
    body: { channel: 'meeting', topic: 'introduction', durationMinutes: 30 },
  }),
};
