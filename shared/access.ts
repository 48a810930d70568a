import * as z from 'zod';

/** What an employee may do at all. */
export const roleSchema = z.enum(['admin', 'manager', 'agent', 'viewer']).meta({
  description: 'admin: everything; manager: sees and directs the team; agent: works own cards; viewer: reads',
});
export type Role = z.infer<typeof roleSchema>;

export const EVERYONE = ['admin', 'manager', 'agent', 'viewer'] as const satisfies readonly Role[];
export const WRITERS = ['admin', 'manager', 'agent'] as const satisfies readonly Role[];
export const ADMINS = ['admin'] as const satisfies readonly Role[];

/** Which cards the people of a tenant see besides their own. */
export const visibilitySchema = z.enum(['all', 'team', 'own']).meta({
  description: 'all: every card of the tenant; team: cards of the own teams; own: only the cards one owns',
});
export type Visibility = z.infer<typeof visibilitySchema>;

/** The part of a caller on which access depends. */
export interface Actor {
  readonly userId: string;
  readonly role: Role;
  readonly teamIds: readonly string[];
  readonly visibility: Visibility;
}

/** The part of a record on which access depends. */
export interface Owned {
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
}

const inTeam = (actor: Actor, record: Owned): boolean =>
  record.team !== undefined && actor.teamIds.includes(record.team);

/** Which records somebody sees: all, or those that have this owner, one of these teams, or neither. */
export type Sight =
  | { readonly all: true }
  | {
      readonly all: false;
      readonly owner: string;
      readonly teams: readonly string[];
      /** Whether records with neither owner nor team are seen. */
      readonly unassigned: boolean;
    };

/**
 * Which records an actor sees, as data: the one rule that `maySee` asks record by record, and searches over all at once.
 *
 * Admins see all. Under `all` so does everyone. Under `team` one sees one's own and one's teams' records.
 * Under `own` agents see only what they own, while managers direct, and viewers read, their teams.
 * A record with neither owner nor team waits to be taken and is seen by all who are not limited to their own.
 */
export function sightOf(actor: Actor): Sight {
  if (actor.role === 'admin' || actor.visibility === 'all') return { all: true };
  const onlyOwn = actor.visibility === 'own' && actor.role === 'agent';
  return {
    all: false,
    owner: actor.userId,
    teams: onlyOwn ? [] : actor.teamIds,
    unassigned: !onlyOwn,
  };
}

/** Whether an actor may see a record: see `sightOf`. */
export function maySee(actor: Actor, record: Owned): boolean {
  const sight = sightOf(actor);
  if (sight.all || record.owner === sight.owner) return true;
  if (record.owner === undefined && record.team === undefined) return sight.unassigned;
  return record.team !== undefined && sight.teams.includes(record.team);
}

/**
 * Whether an actor may change a record: agents their own, managers those of their teams and unassigned ones,
 * admins all. Nobody changes what they may not see.
 */
export function mayChange(actor: Actor, record: Owned): boolean {
  if (!maySee(actor, record) || actor.role === 'viewer') return false;
  if (actor.role === 'admin' || record.owner === actor.userId) return true;
  const unassigned = record.owner === undefined && record.team === undefined;
  return actor.role === 'manager' && (unassigned || inTeam(actor, record));
}

/**
 * Whether an actor may add to the chronology of a record. Whoever sees a card may write down what happened
 * with the client, since the person who takes a call is often not the card's owner.
 */
export function mayNote(actor: Actor, record: Owned): boolean {
  return actor.role !== 'viewer' && maySee(actor, record);
}

/** What an actor may do with a card, which may be of several records: a person's own, and those of the person's companies. */
export interface CardRights {
  /** May write down what happened, and attach documents: the scan of a letter is part of the story as much as a note is. */
  readonly mayNote: boolean;
  readonly mayChange: boolean;
}

/**
 * Whether an actor may take away what somebody attached to a card, or finish attaching it: whoever may change the card, and
 * whoever attached it and may still write on the card.
 */
export function mayWithdraw(actor: Pick<Actor, 'userId'>, rights: CardRights, attachedBy: string): boolean {
  return rights.mayChange || (rights.mayNote && attachedBy === actor.userId);
}

/**
 * Whether an actor may hand a record over to the given owner and team: admins to anyone, managers to anyone,
 * as a card of their own teams or of none, agents only to themselves within their own teams.
 */
export function mayAssign(actor: Actor, target: Owned): boolean {
  if (actor.role === 'admin') return true;
  const teamOk = target.team === undefined || actor.teamIds.includes(target.team);
  if (actor.role === 'manager') return teamOk;
  return actor.role === 'agent' && teamOk && target.owner === actor.userId;
}

/** The part of a selection on which access depends. */
export interface SharedSelection {
  readonly createdBy: string;
  readonly shared: 'me' | 'team' | 'all';
  readonly team?: string | undefined;
}

type SelectionActor = Pick<Actor, 'userId' | 'role' | 'teamIds'>;

/** Whether an actor may use a selection: its maker, those it is shared with, and admins. Which cards it gives them is their own sight. */
export function mayUseSelection(actor: SelectionActor, selection: SharedSelection): boolean {
  if (mayChangeSelection(actor, selection) || selection.shared === 'all') return true;
  return (
    selection.shared === 'team' && selection.team !== undefined && actor.teamIds.includes(selection.team)
  );
}

/** Whether an actor may change, freeze and delete a selection. */
export const mayChangeSelection = (
  actor: Pick<Actor, 'userId' | 'role'>,
  { createdBy }: Pick<SharedSelection, 'createdBy'>,
): boolean => actor.role === 'admin' || actor.userId === createdBy;

/**
 * Whether an actor may see and steer an import: admins all, managers those that they began. A list holds clients of whatever
 * owner, and what it refused is given out whole.
 */
export function mayImport(actor: Pick<Actor, 'userId' | 'role'>, begunBy: string): boolean {
  return actor.role === 'admin' || (actor.role === 'manager' && begunBy === actor.userId);
}

/** Whether an actor may set a user's working calendar: administrators everybody's, others their own. */
export const maySetHours = (actor: Pick<Actor, 'userId' | 'role'>, userId: string): boolean =>
  actor.role === 'admin' || (actor.role !== 'viewer' && actor.userId === userId);
