import type * as z from 'zod';
import { type ApiClient, ApiError } from '../../shared/api-client.ts';
import type { companyInputSchema } from '../../shared/clients/company.ts';

export type CompanyInput = z.input<typeof companyInputSchema>;

/**
 * Creates a company. Numbers that the API takes for no number of today are sent again to be kept as written, which
 * is what its answer says to do.
 *
 * @returns the company's id
 */
export async function createCompany(api: ApiClient, body: CompanyInput): Promise<string> {
  try {
    return (await api.createCompany({ body })).data.id;
  } catch (error) {
    const refused = error instanceof ApiError ? refusedPhones(error) : new Set<number>();
    if (refused.size === 0) throw error;
    const phones = body.phones?.map((phone, place) =>
      refused.has(place)
        ? { ...(typeof phone === 'string' ? { number: phone } : phone), dialable: false }
        : phone,
    );
    return (await api.createCompany({ body: { ...body, phones } })).data.id;
  }
}

/** The places of refused numbers; none where anything else was refused too. */
function refusedPhones({ status, errors }: ApiError): Set<number> {
  const places = errors.map(({ pointer = '', code }) => {
    const place = /^\/phones\/(\d+)/.exec(pointer)?.[1];
    return code.startsWith('phone.') && place !== undefined ? Number(place) : undefined;
  });
  return new Set(
    status === 422 && !places.includes(undefined) ? places.filter((place) => place !== undefined) : [],
  );
}
