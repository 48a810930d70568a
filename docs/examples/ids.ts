/**
 * The records that the examples speak of, each under one id wherever it occurs: what one example makes, another one reads.
 * `tests/e2e/examples.test.ts` plays all of them in a running stack and puts the real ids in their places.
 */
export const EXAMPLE_IDS = {
  tenant: '01KA8GNQM0M9MZNN5WPTQAS6J7',
  otherTenant: '01KA8HWDSZKCW81CCXZ1DC5W9Y',
  /** Of a record that is nowhere. */
  gone: '01KA8J0CAV9S9Q4W1N6RMB3T7D',
  admin: '01KA8GRPVV6SVV3FQB8BXVDDT5',
  team: '01KA8GVP3P5ACGZER7DVT9HVP3',
  user: '01KA8GYNBHJ2PCP8CCDYD084N0',
  /** Of somebody who was invited and has not answered. */
  invited: '01KA8GXW3EH9T2JD6MSBV0QRKF',
  company: '01KA8H1MKC98D6SFHVKP0HEGN9',
  partner: '01KA8H4KV7FY6GXK0MMCSN9SZF',
  contact: '01KA8H7K326JNVJP2X27ES9V7S',
  link: '01KA8HAJAXDD0APTSZJV908GMN',
  partnerLink: '01KA8HZD1TPZSENW9SKMH2XQ0M',
  note: '01KA8HDHJRNFMXN4J6NEANBC7A',
  call: '01KA8HGGTK3HZPGTSAFF4WB0KC',
  meeting: '01KA8HPFA977JZ8Q9T9GQGPN84',
  contactNote: '01KA8HSEJ4R04FEBPMJBDDJAXX',
  document: '01KA8HM5Q2W7NSE0Y1R4JTBF6X',
  contactDocument: '01KA8HR2C8D5K3VYPZ7G9QTX4E',
  selection: '01KA8J4W7XQ2ZPDM6YH8N3RVKB',
  export: '01KA8J9C4T7WQF2N5XBDM3HZ6R',
  import: '01KA8J2N4R6MGXS1HB0WDVQ3ZE',
  /** Of an import on which nobody works any more, until somebody resumes it. */
  stalledImport: '01KA8GDJ7TQ4ZC9FKYVB2RNW5P',
} as const;

/** When the examples take place: long enough ago for any clock. */
export const EXAMPLE_DAY = '2025-11-17';

const MADE = `${EXAMPLE_DAY}T09:06:30.124Z`;
const CHANGED = `${EXAMPLE_DAY}T10:41:07.655Z`;
const by = { createdBy: EXAMPLE_IDS.admin, updatedBy: EXAMPLE_IDS.admin };

/** What every record of the examples carries: as it was made, and as it was changed later. */
export const STAMPS = {
  made: { createdAt: MADE, updatedAt: MADE, ...by, version: 1 },
  changed: { createdAt: MADE, updatedAt: CHANGED, ...by, version: 2 },
  restored: { createdAt: MADE, updatedAt: `${EXAMPLE_DAY}T10:52:48.902Z`, ...by, version: 4 },
} as const;
