import * as z from 'zod';
import type { EmailEntry, Phone } from '../../shared/clients/channels.ts';
import { foldName } from '../../shared/clients/name.ts';
import { type Subject, subjectSchema } from '../../shared/clients/timeline.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import { defineItem, writeItem } from '../runtime/table/item.ts';
import type { Write } from '../runtime/table/write.ts';

/** A pointer from a phone, an e-mail, an INN, an external id or the name of a firm to whom it belongs. */
export const lookupItem = defineItem({
  kind: 'lookup',
  schema: 1,
  data: z.strictObject({ subject: subjectSchema }),
});

export type LookupKind = 'phone' | 'email' | 'inn' | 'external' | 'name';

interface Lookup {
  readonly kind: LookupKind;
  readonly value: string;
}

/** The parts of a company or contact that can be looked up. */
export interface Findable {
  /** Of firms only: people are often called alike. */
  readonly name?: string | undefined;
  readonly phones?: readonly Phone[] | undefined;
  readonly emails?: readonly EmailEntry[] | undefined;
  readonly inn?: string | undefined;
  readonly externalIds?: readonly { readonly source: string; readonly id: string }[] | undefined;
}

/** An external id as it is looked up; a source has no colon. */
export const externalValue = ({ source, id }: { source: string; id: string }): string => `${source}:${id}`;

export const lookupPartition = (tenant: VerifiedTenant, kind: LookupKind, value: string): string =>
  tenantPartition(tenant, 'lookup', kind, value);

/** Only (source, external id) is unique: offices share phones and branches share an INN. */
const sortKey = (kind: LookupKind, subject: Subject): string =>
  kind === 'external' ? 'unique' : `${subject.type}#${subject.id}`;

function lookupsOf({ type }: Subject, record: Findable): Map<string, Lookup> {
  const dialable = (record.phones ?? []).filter((phone) => phone.dialable);
  const lookups: Lookup[] = [
    ...dialable.map((phone) => ({ kind: 'phone' as const, value: phone.number })),
    ...(record.emails ?? []).map((email) => ({ kind: 'email' as const, value: email.address })),
    ...(record.inn === undefined ? [] : [{ kind: 'inn' as const, value: record.inn }]),
    ...(record.externalIds ?? []).map((external) => ({
      kind: 'external' as const,
      value: externalValue(external),
    })),
    ...(type === 'company' && record.name !== undefined
      ? [{ kind: 'name' as const, value: foldName(record.name) }]
      : []),
  ];
  return new Map(lookups.map((lookup) => [`${lookup.kind}#${lookup.value}`, lookup]));
}

/** The lookups to write and to free when a record changes from one state to another; `undefined` is not there. */
export function lookupWrites(
  tenant: VerifiedTenant,
  subject: Subject,
  before: Findable | undefined,
  after: Findable | undefined,
): Write[] {
  const had = lookupsOf(subject, before ?? {});
  const has = lookupsOf(subject, after ?? {});
  const key = ({ kind, value }: Lookup) => ({
    pk: lookupPartition(tenant, kind, value),
    sk: sortKey(kind, subject),
  });
  const freed = [...had].filter(([name]) => !has.has(name)).map(([, lookup]) => lookup);
  const taken = [...has].filter(([name]) => !had.has(name)).map(([, lookup]) => lookup);
  return [
    ...freed.map((lookup): Write => ({ op: 'delete', key: key(lookup) })),
    ...taken.map((lookup): Write => {
      const item = writeItem(lookupItem, key(lookup), { subject });
      if (lookup.kind !== 'external') return { op: 'put', item };
      return { op: 'put', item, condition: { absent: true }, refused: externalIdTaken };
    }),
  ];
}

/** Whose it is stays unsaid: the caller may not be one to see that record. */
const externalIdTaken = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'external-id.taken',
    'Another record has this external id: look it up by externalId and change that one instead.',
  );
