import { EXAMPLE_DAY, EXAMPLE_IDS, STAMPS } from './ids.ts';

const search = {
  filter: {
    and: [
      { field: 'status', op: 'in', value: ['prospect', 'customer'] },
      { not: { field: 'lastContactAt', op: 'within', value: { last: 60, unit: 'day' } } },
    ],
  },
  fields: ['name', 'owner', 'lastContactAt'],
};
const input = { name: 'Клиенты без контакта 60 дней', object: 'companies', search, shared: 'all' };

/** What is sent to the routes of selections. */
export const SELECTION_BODIES: Readonly<Record<string, unknown>> = {
  createSelection: input,
  changeSelection: { name: 'Давно не звонили', baseVersion: 1 },
};

const asOf = `${EXAMPLE_DAY}T11:08:19.733Z`;
const created = {
  ...input,
  id: EXAMPLE_IDS.selection,
  search: { typos: true, ...search },
  kind: 'dynamic',
  ...STAMPS.made,
};
const frozen = { ...created, kind: 'frozen', count: 1, frozenAt: asOf, ...STAMPS.changed };

/** What the routes of selections answer. */
export const SELECTION_ANSWERS: Readonly<Record<string, unknown>> = {
  createSelection: created,
  listSelections: { selections: [frozen] },
  readSelection: frozen,
  changeSelection: { ...frozen, name: 'Давно не звонили', version: 3 },
  countSelection: { count: 1, asOf },
  freezeSelection: frozen,
};
