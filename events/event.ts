import * as z from 'zod';
import { instantSchema } from '../shared/record.ts';
import { ulidSchema } from '../shared/ulid.ts';

/** What every event carries around its own data; the detail of the EventBridge entry. */
export const envelopeSchema = z.strictObject({
  /** Subscribers are idempotent on it. */
  id: ulidSchema,
  type: z.string(),
  tenant: ulidSchema,
  occurredAt: instantSchema,
  /** The user whose request led to it. */
  actor: ulidSchema,
  /** One for all that follows from one request. */
  correlationId: z.string().min(1).max(100),
  data: z.unknown(),
});
export type Envelope = z.output<typeof envelopeSchema>;

/** The contract of one event in one version. Contracts never change: a new shape is a new version. */
export interface EventContract<Data extends z.ZodType = z.ZodType, Type extends string = string> {
  readonly type: Type;
  /** When it happens, for the catalogue. */
  readonly when: string;
  readonly data: Data;
  /** A whole sample, checked against the schema. */
  readonly sample: z.input<Data>;
}

/**
 * Defines an event. Data holds ids, codes and names of changed fields, never personal data: values stay on the
 * timeline, so that erasing a person need not chase archives and queues.
 */
export const defineEvent = <Data extends z.ZodType, const Type extends `${string}.v${number}`>(
  contract: EventContract<Data, Type>,
): EventContract<Data, Type> => contract;

/** A card: a company or a contact. */
export const clientSubjectSchema = z.strictObject({ type: z.enum(['company', 'contact']), id: ulidSchema });

/** A sample id for the catalogue. */
export const SAMPLE = {
  company: { type: 'company', id: '01KAT0PK00C0MPANY000000000' },
  companyId: '01KAT0PK00C0MPANY000000000',
  otherCompanyId: '01KAT0PK00C0MPANY200000000',
  contactId: '01KAT0PK00C0NTACT000000000',
  entryId: '01KAT0PK00ENTRY00000000000',
  linkId: '01KAT0PK00PAACE00000000000',
  documentId: '01KAT0PK00D0CXMENT00000000',
  tenantId: '01KAT0PK00TENANT0000000000',
  userId: '01KAT0PK00ZSER000000000000',
  exportId: '01KAT0PK00XP0RT00000000000',
  importId: '01KAT0PK00MP0RT00000000000',
  teamId: '01KAT0PK00TEAM000000000000',
  instant: '2026-11-23T09:30:00.000Z',
} as const;
