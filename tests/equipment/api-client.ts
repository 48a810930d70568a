import { API } from '../../shared/api.ts';
import { type ApiClient, createApiClient, type RouteId } from '../../shared/api-client.ts';
import type { Route } from '../../shared/route.ts';

const rows = new Map(Object.values(API).flatMap((routes) => Object.entries<Route>(routes)));

/**
 * The typed client, as a program outside would use it; each answer has to fit the schema of its row, too.
 *
 * @param baseUrl address of a running stack
 */
export const apiClientOf = (baseUrl: string, token: string): ApiClient =>
  createApiClient({ baseUrl, token, inspect: holdToRow });

function holdToRow(id: RouteId, data: unknown): void {
  rows.get(id)?.response?.parse(data);
}
