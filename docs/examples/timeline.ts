import { EXAMPLE_DAY, EXAMPLE_IDS } from './ids.ts';

export const onCompany = { type: 'company', id: EXAMPLE_IDS.company };
export const onContact = { type: 'contact', id: EXAMPLE_IDS.contact };
const recorded = (time: string) => ({
  recordedAt: `${EXAMPLE_DAY}T${time}Z`,
  actor: EXAMPLE_IDS.admin,
});
export const happened = (time: string) => ({ occurredAt: `${EXAMPLE_DAY}T${time}Z`, ...recorded(time) });

export const note = {
  id: EXAMPLE_IDS.note,
  kind: 'note',
  subject: onCompany,
  ...happened('09:13:00.248'),
  text: 'Просит прайс-лист к пятнице.',
};
export const call = {
  id: EXAMPLE_IDS.call,
  kind: 'contact-logged',
  subject: onCompany,
  occurredAt: `${EXAMPLE_DAY}T09:30:00.000Z`,
  ...recorded('09:38:14.779'),
  contact: {
    channel: 'call',
    direction: 'in',
    topic: 'offer',
    outcome: 'Договорились о встрече',
    durationMinutes: 7,
    contactIds: [EXAMPLE_IDS.contact],
  },
};
export const contactNote = {
  id: EXAMPLE_IDS.contactNote,
  kind: 'note',
  subject: onContact,
  occurredAt: `${EXAMPLE_DAY}T12:00:00.000Z`,
  ...recorded('12:19:30.372'),
  text: 'Отвечает за закупки с весны.',
};
export const meeting = {
  id: EXAMPLE_IDS.meeting,
  kind: 'contact-logged',
  subject: onContact,
  ...happened('14:17:52.841'),
  contact: {
    channel: 'meeting',
    outcome: 'Показали образцы',
    durationMinutes: 60,
    contactIds: [EXAMPLE_IDS.contact],
  },
};
