import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CompanyIdentity,
  chooseCompany,
  choosePerson,
  type Identifiable,
  type IdentifiablePerson,
  type PersonIdentity,
} from './identity.ts';

const [INN, OTHER_INN] = ['7707083893', '7736050003'];
const company = (id: string, more: Partial<Identifiable> = {}): Identifiable => ({
  id,
  name: 'ООО «Ромашка»',
  ...more,
});
const external = (id: string, source = '1c') => [{ source, id }];

/** Ids of what is chosen. */
function chosen(identity: CompanyIdentity, ...candidates: Identifiable[]): string[] {
  const choice = chooseCompany(identity, candidates);
  if ('none' in choice) return [];
  return 'one' in choice ? [choice.one.id] : choice.several.map(({ id }) => id);
}

describe('the firm that is meant', () => {
  it('is the one with the external id, whatever else it is called now', () => {
    const renamed = company('a', { name: 'АО «Лютик»', inn: OTHER_INN, externalIds: external('7') });
    const alike = company('b', { inn: INN });
    expect(chosen({ externalIds: external('7'), inn: INN, name: 'ООО «Ромашка»' }, alike, renamed)).toEqual([
      'a',
    ]);
  });

  it('is not one that has another id in the same system', () => {
    const other = company('a', { inn: INN, externalIds: external('8') });
    const identity = { inn: INN, name: 'ООО «Ромашка»' };
    expect(chosen({ ...identity, externalIds: external('7') }, other)).toEqual([]);
    expect(chosen({ ...identity, externalIds: external('7', 'amo') }, other)).toEqual(['a']);
  });

  it('is told by INN and KPP, since branches share the INN', () => {
    const [head, branch] = [
      company('a', { inn: INN, kpp: '770701001' }),
      company('b', { inn: INN, kpp: '773643001' }),
    ];
    expect(chosen({ inn: INN, kpp: '773643001' }, head, branch)).toEqual(['b']);
    expect(chosen({ inn: INN, kpp: '540143001' }, head, branch)).toEqual([]);
    expect(chosen({ inn: INN }, head, branch)).toEqual(['a', 'b']);
    expect(chosen({ inn: INN }, head)).toEqual(['a']);
    expect(chosen({ inn: INN, kpp: '773643001' }, company('c', { inn: INN }))).toEqual(['c']);
  });

  it('is told by its exact name, unless its requisites say otherwise', () => {
    const known = company('a', { inn: INN });
    expect(chosen({ name: ' ооо  «ромашка» ' }, known)).toEqual(['a']);
    expect(chosen({ name: 'ООО "Ромашка"' }, known)).toEqual([]);
    expect(chosen({ name: 'ООО «Ромашка»', inn: OTHER_INN }, known)).toEqual([]);
    expect(chosen({ name: 'ООО «Ромашка»', inn: INN }, company('b'), company('c'))).toEqual(['b', 'c']);
  });

  it('is none where nothing is said', () => {
    expect(chosen({}, company('a'))).toEqual([]);
  });
});

it('a firm is always found by all that it says of itself', () => {
  const identifiable = fc.record(
    {
      id: fc.uuid(),
      name: fc.constantFrom('Ромашка', 'Лютик', 'Василёк'),
      inn: fc.constantFrom(INN, OTHER_INN),
      kpp: fc.constantFrom('770701001', '773643001'),
      externalIds: fc.constantFrom(external('1'), external('2'), external('1', 'amo')),
    },
    { requiredKeys: ['id', 'name'] },
  ) as fc.Arbitrary<Identifiable>;
  fc.assert(
    fc.property(fc.uniqueArray(identifiable, { selector: ({ id }) => id, minLength: 1 }), (base) => {
      for (const one of base) expect(chosen(one, ...base)).toContain(one.id);
    }),
  );
});

describe('the person who is meant', () => {
  const person = (id: string, more: Partial<IdentifiablePerson> = {}): IdentifiablePerson => ({
    id,
    name: 'Мария Иванова',
    ...more,
  });
  const meant = (
    identity: PersonIdentity,
    colleagues: readonly IdentifiablePerson[],
    others: readonly IdentifiablePerson[] = [],
  ): string[] => {
    const choice = choosePerson(identity, colleagues, others);
    if ('none' in choice) return [];
    return 'one' in choice ? [choice.one.id] : choice.several.map(({ id }) => id);
  };
  const [emails, phones] = [['ivanova@romashka.example'], ['+79160001122']];

  it('is the one with the external id, wherever', () => {
    const known = person('a', { name: 'Мария Петрова', externalIds: external('7') });
    expect(meant({ externalIds: external('7'), name: 'Мария Иванова' }, [person('b')], [known])).toEqual([
      'a',
    ]);
    expect(meant({ externalIds: external('8'), emails }, [{ ...known, emails }])).toEqual([]);
  });

  it('is a colleague with the address or of the name', () => {
    const renamed = person('a', { name: 'Мария Петрова', emails });
    expect(meant({ name: 'Мария Иванова', emails }, [renamed])).toEqual(['a']);
    expect(meant({ name: ' мария  иванова ' }, [renamed, person('b')])).toEqual(['b']);
    expect(meant({ name: 'Мария Иванова' }, [person('b'), person('c')])).toEqual(['b', 'c']);
    expect(meant({ name: 'Мария Иванова', phones }, [person('b'), person('c', { phones })])).toEqual(['c']);
  });

  it('is somebody elsewhere only with the same name, since offices share addresses and numbers', () => {
    const elsewhere = person('a', { emails, phones });
    expect(meant({ name: 'Мария Иванова', phones }, [], [elsewhere])).toEqual(['a']);
    expect(meant({ name: 'Пётр Иванов', emails, phones }, [], [elsewhere])).toEqual([]);
    expect(meant({ name: 'Мария Иванова' }, [], [elsewhere])).toEqual([]);
  });
});
