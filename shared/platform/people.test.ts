import { describe, expect, it } from 'vitest';
import { hasExpired, INVITATION_DAYS, invitationBy } from './invitation.ts';
import { stateOf, userPatchSchema, userViewSchema } from './people.ts';

const ADMIN = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const NOW = new Date('2026-11-25T09:30:00.000Z');
const identity = { issuer: 'https://issuer.example', subject: 'vera' };
const invitation = invitationBy(ADMIN, NOW);

describe('how a user stands to the organisation', () => {
  it.each([
    ['invited', { active: false, invitation }],
    ['active', { active: true, identity }],
    ['deactivated', { active: false, identity }],
    ['left', { active: false }],
  ] as const)('is %s', (state, user) => {
    expect(stateOf(user)).toBe(state);
  });

  it('is not for an admin to say: nobody is made a member by a patch', () => {
    for (const field of ['identity', 'invitation', 'joinedAt', 'state', 'named', 'email'])
      expect(userPatchSchema.safeParse({ [field]: 'x' }).error?.issues).toContainEqual(
        expect.objectContaining({ code: 'unrecognized_keys', keys: [field] }),
      );
  });

  it('is told without who somebody is to the identity provider', () => {
    expect(Object.keys(userViewSchema.shape)).not.toEqual(expect.arrayContaining(['identity']));
    expect(Object.keys(userViewSchema.shape)).not.toEqual(expect.arrayContaining(['named']));
  });
});

describe('an invitation', () => {
  it('lasts for its days to the millisecond', () => {
    expect(invitation).toEqual({
      sentAt: '2026-11-25T09:30:00.000Z',
      sentBy: ADMIN,
      expiresAt: '2026-12-02T09:30:00.000Z',
    });
    const end = NOW.getTime() + INVITATION_DAYS * 86_400_000;
    expect(hasExpired(invitation, new Date(end - 1))).toBe(false);
    expect(hasExpired(invitation, new Date(end))).toBe(true);
  });
});
