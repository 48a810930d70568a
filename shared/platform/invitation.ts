import * as z from 'zod';
import { roleSchema } from '../access.ts';
import { instantSchema } from '../record.ts';
import { ulidSchema } from '../ulid.ts';

/** How long an invitation can be accepted, in days; the temporary password that is mailed with it lasts as long. */
export const INVITATION_DAYS = 7;

/** What the record of an invited user tells of the invitation. */
export const invitationSchema = z
  .strictObject({
    sentAt: instantSchema,
    sentBy: ulidSchema,
    expiresAt: instantSchema.meta({ description: 'After this it has to be sent again' }),
  })
  .meta({ id: 'Invitation', description: 'An invitation that nobody has accepted or declined yet' });
export type Invitation = z.output<typeof invitationSchema>;

/** Where the invitation of an address or an identity lies: found under what the invited person can prove. */
export const invitationPointerSchema = z.strictObject({
  tenantId: ulidSchema,
  userId: ulidSchema,
  sentBy: ulidSchema,
  expiresAt: instantSchema,
});
export type InvitationPointer = z.output<typeof invitationPointerSchema>;

/** The invitation of an admin, from the given instant on. */
export const invitationBy = (userId: string, now: Date): Invitation => ({
  sentAt: now.toISOString(),
  sentBy: userId,
  expiresAt: new Date(now.getTime() + INVITATION_DAYS * 86_400_000).toISOString(),
});

/** Whether an invitation can no longer be accepted. Instants of one format sort as texts. */
export const hasExpired = ({ expiresAt }: Pick<Invitation, 'expiresAt'>, now: Date): boolean =>
  expiresAt <= now.toISOString();

/** An invitation as the invited person sees it. */
const openInvitationSchema = z
  .strictObject({
    tenantId: ulidSchema.meta({ description: 'Id of the organisation: accept or decline under it' }),
    organisation: z.string().meta({ description: 'Name of the organisation' }),
    role: roleSchema,
    invitedBy: z.string().optional().meta({ description: 'Name of the administrator' }),
    sentAt: instantSchema,
    expiresAt: instantSchema,
  })
  .meta({ id: 'OpenInvitation', description: 'An invitation to an organisation' });
export type OpenInvitation = z.output<typeof openInvitationSchema>;

export const openInvitationListSchema = z
  .strictObject({ invitations: z.array(openInvitationSchema) })
  .meta({ id: 'OpenInvitations' });
