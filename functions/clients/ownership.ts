import { mayAssign, type Owned } from '../../shared/access.ts';
import { forbidden } from '../../shared/errors.ts';
import type { Caller } from '../runtime/caller.ts';

/**
 * Who a new record belongs to: the caller, unless the input names others; the team is the caller's where there is
 * just one and the record is the caller's own.
 *
 * @throws KartotekaError `access.forbidden` when the caller may not give it to them
 */
export function assignNew(caller: Caller, named: Owned): Owned {
  const owner = named.owner ?? caller.userId;
  const ownTeam = owner === caller.userId && caller.teamIds.length === 1 ? caller.teamIds[0] : undefined;
  const target = { owner, team: named.team ?? ownTeam };
  requireAssignable(caller, target);
  return target;
}

/** @throws KartotekaError `access.forbidden` when the caller may not hand the record over like this */
export function requireReassignable(caller: Caller, before: Owned, after: Owned): void {
  if (before.owner === after.owner && before.team === after.team) return;
  requireAssignable(caller, after);
}

function requireAssignable(caller: Caller, target: Owned): void {
  if (mayAssign(caller, target)) return;
  throw forbidden('You may not give a record to this owner or team: ask your manager or an administrator.');
}
