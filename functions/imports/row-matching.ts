import { mayChange, maySee } from '../../shared/access.ts';
import type { Company } from '../../shared/clients/company.ts';
import type { Choice } from '../../shared/clients/identity.ts';
import type { FirmMatcher, KnownFirm, KnownPerson, PersonMatcher } from '../clients/service.ts';
import type { RequestContext } from '../runtime/request.ts';
import { type PreparedRow, RowRejected } from './prepared-row.ts';

/** Whom a row means, as far as they are here already. */
export interface MatchedRow {
  readonly firm?: KnownFirm;
  readonly person?: KnownPerson;
}

const rejected = (code: string, message: string): RowRejected => new RowRejected([{ code, message }]);

const taken = (): RowRejected =>
  rejected(
    'external-id.taken',
    'Another record has this external id, and you may not see it or it is of another kind.',
  );

function theOne<One>(
  choice: Choice<One> | { readonly taken: true } | { readonly tooMany: true },
  what: string,
): One | undefined {
  if ('taken' in choice) throw taken();
  if ('tooMany' in choice) {
    throw rejected(
      'match.too-many',
      `Too many ${what} here are like this row to be compared with it: add an external id, or an INN with KPP, to say which is meant.`,
    );
  }
  if ('none' in choice) return undefined;
  if ('one' in choice) return choice.one;
  throw rejected(
    'match.ambiguous',
    `${choice.several.length} ${what} here fit this row: add an external id, or an INN with KPP, to say which is meant.`,
  );
}

/**
 * Finds the firm and the person of a row.
 *
 * @throws RowRejected where several fit, or where the caller may not change the one that does
 */
export async function matchRow(
  context: RequestContext,
  { firms, people }: { readonly firms: FirmMatcher; readonly people: PersonMatcher },
  { company, contact }: PreparedRow,
): Promise<MatchedRow> {
  const firm = company && findFirm(context, firms, company.identity);
  if (firm && !mayChange(context.caller, firm.stored.data)) {
    throw rejected(
      'access.forbidden',
      'This client is here already and belongs to somebody else: you may not change it.',
    );
  }
  const colleagues =
    firm && contact ? await people.colleaguesAt(firm.stored.data.id, firm.rehearsed === undefined) : [];
  const person = contact && theOne(people.match(contact.identity, colleagues), 'people');
  return { ...(firm ? { firm } : {}), ...(person ? { person } : {}) };
}

/** @throws RowRejected where several fit */
export function findFirm(
  { caller }: RequestContext,
  firms: FirmMatcher,
  identity: NonNullable<PreparedRow['company']>['identity'],
): KnownFirm | undefined {
  const isVisible = (company: Company): boolean => maySee(caller, company);
  return theOne(firms.match(identity, isVisible), 'clients');
}
