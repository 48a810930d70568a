import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  mayAssign,
  mayChange,
  mayChangeSelection,
  mayImport,
  mayNote,
  maySee,
  mayUseSelection,
  mayWithdraw,
  type Owned,
  type Role,
  roleSchema,
  type Visibility,
  visibilitySchema,
} from './access.ts';

const ME = 'me';
const OTHER = 'other';
const MY_TEAM = 'my-team';
const OTHER_TEAM = 'other-team';

/** Every way a record can belong to somebody, as the person in question sees it. */
const RECORDS = {
  own: { owner: ME },
  'own in a foreign team': { owner: ME, team: OTHER_TEAM },
  'of a colleague in the team': { owner: OTHER, team: MY_TEAM },
  'of nobody in the team': { team: MY_TEAM },
  foreign: { owner: OTHER, team: OTHER_TEAM },
  "another one's without a team": { owner: OTHER },
  "another team's without an owner": { team: OTHER_TEAM },
  unassigned: {},
} as const satisfies Record<string, Owned>;

type Belonging = keyof typeof RECORDS;

const actor = (role: Role, visibility: Visibility): Actor => ({
  userId: ME,
  role,
  teamIds: [MY_TEAM, 'second-team'],
  visibility,
});

const reached = (
  rule: (actor: Actor, record: Owned) => boolean,
  role: Role,
  visibility: Visibility,
): Belonging[] =>
  (Object.keys(RECORDS) as Belonging[]).filter((name) => rule(actor(role, visibility), RECORDS[name]));

const ALL = Object.keys(RECORDS) as Belonging[];
const OWN = ['own', 'own in a foreign team'] as const;
const TEAM = ['of a colleague in the team', 'of nobody in the team'] as const;

describe('maySee', () => {
  it.each<[Role, Visibility, readonly Belonging[]]>([
    ['admin', 'all', ALL],
    ['admin', 'team', ALL],
    ['admin', 'own', ALL],
    ['manager', 'all', ALL],
    ['manager', 'team', [...OWN, ...TEAM, 'unassigned']],
    ['manager', 'own', [...OWN, ...TEAM, 'unassigned']],
    ['agent', 'all', ALL],
    ['agent', 'team', [...OWN, ...TEAM, 'unassigned']],
    ['agent', 'own', OWN],
    ['viewer', 'all', ALL],
    ['viewer', 'team', [...OWN, ...TEAM, 'unassigned']],
    ['viewer', 'own', [...OWN, ...TEAM, 'unassigned']],
  ])('%s under "%s"', (role, visibility, expected) => {
    expect(reached(maySee, role, visibility)).toEqual(expected);
  });
});

describe('mayChange', () => {
  it.each<[Role, Visibility, readonly Belonging[]]>([
    ['admin', 'all', ALL],
    ['admin', 'own', ALL],
    ['manager', 'all', [...OWN, ...TEAM, 'unassigned']],
    ['manager', 'team', [...OWN, ...TEAM, 'unassigned']],
    ['manager', 'own', [...OWN, ...TEAM, 'unassigned']],
    ['agent', 'all', OWN],
    ['agent', 'team', OWN],
    ['agent', 'own', OWN],
    ['viewer', 'all', []],
    ['viewer', 'team', []],
    ['viewer', 'own', []],
  ])('%s under "%s"', (role, visibility, expected) => {
    expect(reached(mayChange, role, visibility)).toEqual(expected);
  });
});

describe('mayNote', () => {
  it.each<[Role, Visibility, readonly Belonging[]]>([
    ['admin', 'own', ALL],
    ['manager', 'team', [...OWN, ...TEAM, 'unassigned']],
    ['agent', 'all', ALL],
    ['agent', 'team', [...OWN, ...TEAM, 'unassigned']],
    ['agent', 'own', OWN],
    ['viewer', 'all', []],
  ])('%s under "%s"', (role, visibility, expected) => {
    expect(reached(mayNote, role, visibility)).toEqual(expected);
  });
});

describe('mayAssign', () => {
  it.each<[Role, readonly Belonging[]]>([
    ['admin', ALL],
    ['manager', ['own', ...TEAM, "another one's without a team", 'unassigned']],
    ['agent', ['own']],
    ['viewer', []],
  ])('%s may hand a record over', (role, expected) => {
    expect(reached(mayAssign, role, 'all')).toEqual(expected);
  });
});

const ids = fc.constantFrom(ME, OTHER, 'third');
const teams = fc.constantFrom(MY_TEAM, OTHER_TEAM, 'third-team');
const actors: fc.Arbitrary<Actor> = fc.record({
  userId: ids,
  role: fc.constantFrom(...roleSchema.options),
  teamIds: fc.uniqueArray(teams),
  visibility: fc.constantFrom(...visibilitySchema.options),
});
const records: fc.Arbitrary<Owned> = fc.record({ owner: ids, team: teams }, { requiredKeys: [] });

describe('for every actor and record', () => {
  const always = (claim: (actor: Actor, record: Owned) => boolean): void =>
    fc.assert(fc.property(actors, records, claim), { numRuns: 1_000 });

  it('whoever may change or note may see', () => {
    always((one, record) => maySee(one, record) || !(mayChange(one, record) || mayNote(one, record)));
  });

  it('whoever may change may note', () => {
    always((one, record) => !mayChange(one, record) || mayNote(one, record));
  });

  it('an admin sees and changes all', () => {
    always((one, record) => {
      const admin: Actor = { ...one, role: 'admin' };
      return maySee(admin, record) && mayChange(admin, record) && mayAssign(admin, record);
    });
  });

  it('a viewer changes, notes and assigns nothing', () => {
    always((one, record) => {
      const viewer: Actor = { ...one, role: 'viewer' };
      return !mayChange(viewer, record) && !mayNote(viewer, record) && !mayAssign(viewer, record);
    });
  });

  it('a wider policy hides nothing that a narrower one shows', () => {
    always((one, record) => {
      const under = (visibility: Visibility) => maySee({ ...one, visibility }, record);
      return (!under('own') || under('team')) && (!under('team') || under('all'));
    });
  });

  it('what one owns one sees, whatever the role and policy', () => {
    always((one, record) => maySee(one, { ...record, owner: one.userId }));
  });
});

describe('who may withdraw what was attached to a card', () => {
  const actor = { userId: ME };
  it.each([
    [{ mayNote: true, mayChange: true }, OTHER, true],
    [{ mayNote: true, mayChange: false }, ME, true],
    [{ mayNote: true, mayChange: false }, OTHER, false],
    // Somebody who became a viewer, or no longer sees it through a company.
    [{ mayNote: false, mayChange: false }, ME, false],
  ])('%j, attached by %s: %s', (rights, attachedBy, expected) => {
    expect(mayWithdraw(actor, rights, attachedBy)).toBe(expected);
  });
});

describe('mayImport', () => {
  it.each([
    ['admin', ME, true],
    ['admin', OTHER, true],
    ['manager', ME, true],
    ['manager', OTHER, false],
    ['agent', ME, false],
    ['viewer', ME, false],
  ] as const)('%s, begun by %s: %s', (role, begunBy, expected) => {
    for (const visibility of visibilitySchema.options)
      expect(mayImport(actor(role, visibility), begunBy)).toBe(expected);
  });
});

describe('who may use and change a selection', () => {
  const team = '01KA8GVP3P5ACGZER7DVT9HVP3';
  const theirs = { createdBy: OTHER };
  it.each([
    ['agent', [], { createdBy: ME, shared: 'me' }, true, true],
    ['agent', [team], { ...theirs, shared: 'me' }, false, false],
    ['agent', [team], { ...theirs, shared: 'team', team }, true, false],
    ['manager', [], { ...theirs, shared: 'team', team }, false, false],
    ['viewer', [], { ...theirs, shared: 'all' }, true, false],
    ['admin', [], { ...theirs, shared: 'me' }, true, true],
  ] as const)('%s of %j, %j: %s, %s', (role, teamIds, selection, use, change) => {
    const one = { userId: ME, role, teamIds };
    expect(mayUseSelection(one, selection)).toBe(use);
    expect(mayChangeSelection(one, selection)).toBe(change);
  });
});
