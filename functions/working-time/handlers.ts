import { notFound } from '../../shared/errors.ts';
import type { workingTimeRoutes } from '../../shared/working-time/routes.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent } from '../runtime/versions.ts';
import { listDays, reckon } from './asking.ts';
import { readCalendars } from './reading.ts';
import { deleteUsers, setOrganisations, setUsers } from './setting.ts';
import { organisationView, userView } from './views.ts';

/** A handler for every route of the working time capability. */
export const createWorkingTimeHandlers = (table: Table): RouteHandlers<typeof workingTimeRoutes> => ({
  readWorkingCalendar: async (_, { caller }) => {
    const body = organisationView(
      await readCalendars(table, caller.tenant, undefined, { consistent: false }),
    );
    return { status: 200, body, version: body.version };
  },
  setWorkingCalendar: ({ body }, context) => onCurrent(() => setOrganisations(table, context, body)),
  listCalendarDays: ({ query }, context) => listDays(table, context, query),
  reckonWorkingTime: ({ body }, context) => reckon(table, context, body),
  readUserWorkingCalendar: async ({ params }, { caller }) => {
    const calendars = await readCalendars(table, caller.tenant, params.id, { consistent: false });
    if (!calendars.knowsUser) throw notFound('user');
    const body = userView(params.id, calendars);
    return { status: 200, body, version: body.version };
  },
  setUserWorkingCalendar: ({ params, body }, context) =>
    onCurrent(() => setUsers(table, context, params.id, body)),
  deleteUserWorkingCalendar: ({ params }, context) => onCurrent(() => deleteUsers(table, context, params.id)),
});
