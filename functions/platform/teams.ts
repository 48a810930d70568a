import { teamChangedV1 } from '../../events/team-changed.v1.ts';
import { teamCreatedV1 } from '../../events/team-created.v1.ts';
import { notFound } from '../../shared/errors.ts';
import { type Team, teamSchema } from '../../shared/platform/people.ts';
import type { platformRoutes } from '../../shared/platform/routes.ts';
import { Change, newId } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import { peoplePartition, TEAMS, teamKey } from '../runtime/references.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import { readItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { applyPatch, onCurrent, requireMatch, requireNoConflict, stale } from '../runtime/versions.ts';
import { allOf } from './lists.ts';
import { teamItem } from './people-item.ts';

type Handlers = Pick<RouteHandlers<typeof platformRoutes>, 'listTeams' | 'createTeam' | 'changeTeam'>;
type Input<Id extends keyof Handlers> = Parameters<Handlers[Id]>[0];

/** The routes of teams. */
export function createTeams(table: Table): Handlers {
  return {
    listTeams: async (_, { caller }) => {
      const items = await allOf(table, { pk: peoplePartition(caller.tenant), prefix: TEAMS });
      const teams = items.map((item) => view(readItem(teamItem, item)));
      return {
        status: 200,
        body: { teams: teams.sort((one, other) => one.name.localeCompare(other.name, 'ru')) },
      };
    },
    createTeam: ({ body }, context) => create(table, context, body),
    changeTeam: ({ params, body }, context) => onCurrent(() => change(table, context, params.id, body)),
  };
}

const view = ({ data, version }: { data: Team; version: number }) => ({ ...data, version });

function create(table: Table, context: RequestContext, body: Input<'createTeam'>['body']) {
  const { caller, now } = context;
  const at = now.toISOString();
  const stamp = { createdAt: at, createdBy: caller.userId, updatedAt: at, updatedBy: caller.userId };
  const data: Team = { ...body, id: newId(now), ...stamp };
  return new Change(context)
    .add({
      op: 'put',
      item: writeItem(teamItem, teamKey(caller.tenant, data.id), data, { version: 1 }),
      condition: { absent: true },
    })
    .event(teamCreatedV1, { teamId: data.id, version: 1 })
    .commit(table, {
      status: 201,
      body: view({ data, version: 1 }),
      version: 1,
      location: `/teams/${data.id}`,
    });
}

async function change(
  table: Table,
  context: RequestContext,
  id: string,
  { baseVersion, ...patch }: Input<'changeTeam'>['body'],
): Promise<Answer<ReturnType<typeof view>>> {
  const { tenant } = context.caller;
  const item = await table.get(teamKey(tenant, id), { consistent: true });
  if (!item) throw notFound('team');
  const stored = readItem(teamItem, item);
  requireMatch(context, stored);
  requireNoConflict(stored, patch, baseVersion);
  const revision = applyPatch(teamSchema, stored, patch, context);
  if (revision.changes.length === 0) return { status: 200, body: view(stored), version: stored.version };
  const { data, version, fieldVersions } = revision;
  return new Change(context)
    .add({
      op: 'put',
      item: writeItem(teamItem, teamKey(tenant, id), data, { version, fieldVersions }),
      condition: { version: stored.version },
      refused: stale,
    })
    .event(teamChangedV1, { teamId: id, version, fields: revision.changes.map(({ field }) => field) })
    .commit(table, { status: 200, body: view(revision), version });
}
