import type { Subject } from '../../shared/clients/timeline.ts';
import { type FieldIssue, invalid, notFound } from '../../shared/errors.ts';
import type { DictionaryName } from '../../shared/platform/dictionary.ts';
import type { Key } from '../../shared/table.ts';
import { dictionaryEntryKey, inUseName, teamKey, userKey } from '../runtime/references.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Write } from '../runtime/table/write.ts';
import { CARD, cardPartition } from './company-item.ts';

/** The fields of a client that refer to something else of the tenant. */
export interface Referring {
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly industry?: string | undefined;
  readonly segment?: string | undefined;
  readonly leadSource?: string | undefined;
}

const DICTIONARIES: Readonly<Record<'industry' | 'segment' | 'leadSource', DictionaryName>> = {
  industry: 'industries',
  segment: 'segments',
  leadSource: 'lead-sources',
};

/**
 * Checks, within the transaction, that what a record newly refers to is there and in use. What was referred to
 * before stays: a retired entry is kept on old records. The caller's own user and teams are known to be there.
 */
export function referenceChecks(
  { caller, inUse }: Pick<RequestContext, 'caller' | 'inUse'>,
  before: Referring,
  after: Referring,
): Write[] {
  const { tenant } = caller;
  const checks: (Write & { readonly op: 'check' })[] = [];
  const changed = (field: keyof Referring): string | undefined =>
    after[field] !== undefined && after[field] !== before[field] ? after[field] : undefined;
  const owner = changed('owner');
  if (owner !== undefined && owner !== caller.userId) {
    checks.push(mustBeLive('/owner', 'user', userKey(tenant, owner), { active: true }));
  }
  const team = changed('team');
  if (team !== undefined && !caller.teamIds.includes(team))
    checks.push(mustBeLive('/team', 'team', teamKey(tenant, team)));
  for (const field of ['industry', 'segment', 'leadSource'] as const) {
    const entry = changed(field);
    if (entry === undefined) continue;
    const key = dictionaryEntryKey(tenant, DICTIONARIES[field], entry);
    checks.push(
      mustBeLive(`/${field}`, `entry of the dictionary ${DICTIONARIES[field]}`, key, { active: true }),
    );
  }
  return checks.filter(({ key }) => !inUse?.has(inUseName(key)));
}

/** A check that a thing referred to exists and is in use, with the error that names the field. */
export function mustBeLive(
  pointer: string,
  what: string,
  key: Key,
  where?: Readonly<Record<string, string | number | boolean>>,
): Write & { readonly op: 'check' } {
  return {
    op: 'check',
    key,
    condition: { live: true, ...(where ? { where } : {}) },
    refused: () => invalid([unknownReference(pointer, what)]),
  };
}

/** A check that the card written on was not deleted since it was read. */
export const mustStay = (subject: Subject, { caller }: Pick<RequestContext, 'caller'>): Write => ({
  op: 'check',
  key: { pk: cardPartition(caller.tenant, subject), sk: CARD },
  condition: { live: true },
  refused: () => notFound(subject.type),
});

export const unknownReference = (pointer: string, what: string): FieldIssue => ({
  pointer,
  code: 'reference.unknown',
  message: `There is no such ${what}, or it is no longer in use.`,
});
