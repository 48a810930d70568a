import type { SavedFilter } from '../../shared/search/bind-filter.ts';
import type { AskingContext } from '../../shared/search/bind-question.ts';
import type { ObjectName } from '../../shared/search/object.ts';
import type { Asking } from '../query/service.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Names, People } from './names.ts';

/** How long an answer may take, in milliseconds: the gateway waits for 30 s. */
const WITHIN_MS = 20_000;

/** What questions may speak of by an id, besides their own conditions. */
export interface Mentioned {
  /** Teams of `inTeam`, `mine` among them as it is written. */
  readonly teams: ReadonlySet<string>;
  readonly selections: ReadonlySet<string>;
}

/** Finds the selections that a caller may use, with those that they speak of in turn. */
export interface NamedSelections {
  named(context: RequestContext, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, SavedFilter>>;
}

/** Everything that a question needs to know of its asker. */
export interface Asker {
  readonly binding: AskingContext;
  readonly language: 'ru' | 'en';
  readonly people: People;
  /** The part of every message to the query function that says who asks. */
  readonly fields: Pick<
    Asking,
    | 'feedShards'
    | 'asker'
    | 'now'
    | 'zone'
    | 'currency'
    | 'members'
    | 'selections'
    | 'written'
    | 'object'
    | 'withinMs'
  >;
}

export interface AskingDependencies {
  readonly names: Names;
  readonly selections: NamedSelections;
}

/**
 * Who asks, from where, and what the question speaks of.
 *
 * @param now The instant that relative dates are told from: that of a first page holds for all that follow it
 */
export async function askerOf(
  { names, selections }: AskingDependencies,
  context: RequestContext,
  asked: { readonly object: ObjectName; readonly input: unknown; readonly now: Date },
): Promise<Asker> {
  const { caller } = context;
  const mentioned = mentionedIn(asked.input);
  const [people, saved] = await Promise.all([
    names.people(caller.tenant),
    mentioned.selections.size === 0
      ? new Map<string, SavedFilter>()
      : selections.named(context, mentioned.selections),
  ]);
  const zone = zoneOf(people, caller);
  const { currency } = caller.settings;
  const savedTeams = mentionedIn([...saved.values()]).teams;
  const members = membersOf(people, new Set([...mentioned.teams, ...savedTeams]), caller.teamIds);
  const { userId, role, teamIds, visibility } = caller;
  return {
    binding: { actor: caller, userId, teamIds, now: asked.now, zone, currency, members, selections: saved },
    language: languageOf(people, caller),
    people,
    fields: {
      feedShards: caller.tenant.feedShards,
      asker: { userId, role, teamIds: [...teamIds], visibility },
      now: asked.now.toISOString(),
      zone,
      currency,
      members: [...members].map(([team, users]) => [team, [...users]]),
      selections: [...saved],
      written: [...(context.after ?? [])],
      object: asked.object,
      withinMs: WITHIN_MS,
    },
  };
}

/** The IANA zone of a caller: the own one, or that of the organisation. */
export const zoneOf = ({ users }: People, { userId, settings }: RequestContext['caller']): string =>
  users.get(userId)?.zone ?? settings.zone;

/** The language of a caller: the own one, or that of the organisation. */
export const languageOf = ({ users }: People, { userId, settings }: RequestContext['caller']): 'ru' | 'en' =>
  users.get(userId)?.language ?? settings.language;

/** What a question speaks of, wherever in its tree. */
export function mentionedIn(input: unknown): Mentioned {
  const teams = new Set<string>();
  const selections = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) walk(one);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const { op, value: operand, selection } = value as Readonly<Record<string, unknown>>;
    if (op === 'inTeam' && typeof operand === 'string') teams.add(operand);
    if (typeof selection === 'string') selections.add(selection);
    for (const one of Object.values(value)) walk(one);
  };
  walk(input);
  return { teams, selections };
}

function membersOf(
  { users }: People,
  teams: ReadonlySet<string>,
  own: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const named = new Set([...teams].flatMap((team) => (team === 'mine' ? own : [team])));
  return new Map(
    [...named].map((team) => [
      team,
      [...users].filter(([, { teamIds }]) => teamIds.includes(team)).map(([id]) => id),
    ]),
  );
}
