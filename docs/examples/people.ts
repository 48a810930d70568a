import { EXAMPLE_DAY, EXAMPLE_IDS, STAMPS } from './ids.ts';

export const TENANT_NAME = 'ООО «Весна»';

/** Who made the organisation of the examples. */
export const admin = {
  id: EXAMPLE_IDS.admin,
  name: 'Анна Смирнова',
  email: 'anna@vesna.example',
  role: 'admin',
  teamIds: [],
  language: 'ru',
  active: true,
  joinedAt: STAMPS.made.createdAt,
  state: 'active',
  ...STAMPS.made,
};

/** An invitation that the administrator sent on the day of the examples. */
export const invitationOf = (time: string) => ({
  sentAt: `${EXAMPLE_DAY}T${time}Z`,
  sentBy: EXAMPLE_IDS.admin,
  expiresAt: `2025-11-24T${time}Z`,
});

const olga = {
  id: EXAMPLE_IDS.user,
  name: 'Ольга Котова',
  email: 'olga@vesna.example',
  role: 'agent',
  teamIds: [EXAMPLE_IDS.team],
  language: 'ru',
};
const joinedAt = `${EXAMPLE_DAY}T09:19:05.410Z`;

/** Somebody who was invited and accepts: before, and after. */
export const invitedMember = {
  ...olga,
  active: false,
  state: 'invited',
  invitation: invitationOf('09:06:30.124'),
  ...STAMPS.made,
};
export const member = {
  ...olga,
  active: true,
  state: 'active',
  joinedAt,
  ...STAMPS.made,
  updatedAt: joinedAt,
  updatedBy: EXAMPLE_IDS.user,
  version: 2,
};

/** Somebody who was invited, and again, and has not answered. */
export const silent = {
  id: EXAMPLE_IDS.invited,
  name: 'Пётр Носов',
  email: 'petr@vesna.example',
  role: 'viewer',
  teamIds: [],
  active: false,
  state: 'invited',
  invitation: invitationOf('10:41:07.655'),
  ...STAMPS.changed,
};
