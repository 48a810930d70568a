import * as z from 'zod';
import { type ApiClient, Refused } from './client.ts';

const createdSchema = z.object({ id: z.string() });

interface NewRecord extends Readonly<Record<string, unknown>> {
  readonly phones?: readonly { readonly number: string; readonly dialable?: boolean }[];
}

/**
 * Creates a record. Numbers that the API takes for no number of today are sent again to be kept as written, which
 * is what its answer says to do.
 */
export async function create(api: ApiClient, path: string, body: NewRecord): Promise<string> {
  try {
    return (await api.post(path, body, createdSchema)).id;
  } catch (error) {
    const refused = error instanceof Refused ? refusedPhones(error) : new Set<number>();
    if (refused.size === 0) throw error;
    const phones = body.phones?.map((phone, place) =>
      refused.has(place) ? { ...phone, dialable: false } : phone,
    );
    return (await api.post(path, { ...body, phones }, createdSchema)).id;
  }
}

/** The places of refused numbers; none where anything else was refused too. */
function refusedPhones({ status, issues }: Refused): Set<number> {
  const places = issues.map(({ pointer = '', code }) => {
    const place = /^\/phones\/(\d+)/.exec(pointer)?.[1];
    return code.startsWith('phone.') && place !== undefined ? Number(place) : undefined;
  });
  return new Set(
    status === 422 && !places.includes(undefined) ? places.filter((place) => place !== undefined) : [],
  );
}
