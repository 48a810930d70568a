import { describe, expect, it } from 'vitest';
import { ANNA, type Cells, CONTEXT, issuesOf, NAME, rowOf } from '../../tests/equipment/imported-rows.ts';
import { bindMapping } from './binding.ts';
import { importOptionsSchema } from './mapping.ts';
import { readRow } from './reading-row.ts';
import { refuseRagged } from './row-rules.ts';

describe('rows about a private person', () => {
  it('have as the person’s what is mapped as a company’s', () => {
    const row = rowOf({
      'company.name': '',
      'contact.name': 'Анна Орлова',
      'contact.email': 'anna@x.example',
      'company.phone': '8 916 000-11-22',
      'company.city': 'Тверь',
      'company.owner': 'anna@x.example',
      'company.tags': 'VIP',
      'contact.tags': 'VIP, свой',
    });
    expect(row).toEqual({
      contact: {
        name: 'Анна Орлова',
        emails: [{ address: 'anna@x.example', kind: 'work' }],
        phones: [{ number: '8 916 000-11-22', kind: 'work', country: 'RU' }],
        addresses: [{ kind: 'actual', city: 'Тверь' }],
        owner: ANNA,
        tags: ['VIP', 'свой'],
      },
    });
  });

  it('have it in a list of persons, too', () => {
    const cells = {
      'contact.name': 'Анна Орлова',
      'contact.email': 'a@x.example',
      'company.city': 'Тверь',
      'company.owner': 'anna@x.example',
    };
    expect(rowOf(cells)).toEqual({
      contact: {
        name: 'Анна Орлова',
        emails: [{ address: 'a@x.example', kind: 'work' }],
        addresses: [{ kind: 'actual', city: 'Тверь' }],
        owner: ANNA,
      },
    });
    expect(issuesOf({ ...cells, 'contact.name': '', 'contact.email': '' })).toEqual([
      'company.city row.company-unnamed',
    ]);
  });

  it('are refused where they say what only a company has', () => {
    const cells = { 'company.name': '', 'contact.name': 'Анна', 'contact.email': 'a@x.example' };
    expect(issuesOf({ ...cells, 'company.industry': 'Розница' })).toEqual([
      'company.industry row.company-unnamed',
    ]);
    expect(issuesOf({ ...cells, 'place.jobTitle': 'Директор' })).toEqual([
      'place.jobTitle row.place-unlinked',
    ]);
    expect(issuesOf({ ...cells, 'parent.name': 'АО' })).toEqual(['parent.name row.parent-unlinked']);
  });

  it('are refused without anything to find the person by', () => {
    expect(issuesOf({ 'company.name': '', 'contact.name': 'Анна' })).toEqual([
      'contact.name row.nothing-to-match',
    ]);
    expect(issuesOf({ 'contact.name': 'Анна', 'contact.phone': '12' }, {}, { keepUndialable: true })).toEqual(
      ['contact.name row.nothing-to-match'],
    );
    expect(issuesOf({ 'contact.name': 'Анна', 'contact.phone': '12' })).toEqual([
      'contact.phone phone.too-short',
    ]);
    expect(issuesOf({ 'contact.name': 'Анна', 'contact.externalId': '7' })).toEqual([]);
    expect(issuesOf({ ...NAME, 'contact.name': 'Анна' })).toEqual([]);
  });
});

describe('issues', () => {
  it.each<[Cells, string]>([
    [{ 'company.inn': '7707083894' }, 'company.inn inn.check-digit'],
    [{ 'company.inn': '7707083894/773601001' }, 'company.inn inn.check-digit'],
    [{ 'company.inn': '7,70708E+09' }, 'company.inn cell.digits-lost'],
    [{ 'company.legalName': '#ССЫЛКА!' }, 'company.legalName cell.formula-error'],
    [{ 'company.legalName': 'А\u0000Б' }, 'company.legalName text.control-character'],
    [{ 'company.legalName': 'я'.repeat(501) }, 'company.legalName text.too-long'],
    [{ 'company.phone': '1'.repeat(5000) }, 'company.phone text.too-long'],
    [{ 'company.kpp': '77' }, 'company.kpp kpp.malformed'],
    [{ 'company.email': 'нет' }, 'company.email email.malformed'],
    [{ 'company.website': 'нет' }, 'company.website url.invalid'],
    [{ 'company.industry': 'Космос' }, 'company.industry reference.unknown'],
    [{ 'company.owner': 'Никто' }, 'company.owner reference.unknown'],
    [{ 'company.team': 'Никакая' }, 'company.team reference.unknown'],
    [{ 'company.status': 'в работе' }, 'company.status value.not-listed'],
    [{ 'company.employees': '2,5' }, 'company.employees number.not-whole'],
    [{ 'company.employees': '-5' }, 'company.employees number.too-small'],
    [{ 'company.foundedYear': '12' }, 'company.foundedYear number.too-small'],
    [{ 'company.annualRevenue': 'много' }, 'company.annualRevenue money.not-a-number'],
    [{ 'company.annualRevenue': '-5' }, 'company.annualRevenue money.negative'],
    [{ 'company.annualRevenue': '1,2345' }, 'company.annualRevenue money.too-precise'],
    [{ 'company.annualRevenue': '1'.repeat(16) }, 'company.annualRevenue money.too-large'],
    [{ 'company.country': 'Атлантида' }, 'company.country country.unknown'],
    [{ 'company.zone': 'MSK' }, 'company.zone zone.unknown'],
    [{ 'company.tags': Array.from({ length: 51 }, (_, i) => i).join() }, 'company.tags list.too-long'],
    [{ 'company.tags': 'я'.repeat(51) }, 'company.tags text.too-long'],
    [
      { 'company.bik': '044525225', 'company.account': '40702810438000000002' },
      'company.account account.key',
    ],
    [{ 'contact.name': 'А', 'contact.birthday': '31.02.2000' }, 'contact.birthday date.invalid'],
    [{ 'contact.name': 'А', 'place.influence': '6' }, 'place.influence number.too-large'],
    [
      { 'contact.name': 'А', 'place.from': '2.1.2020', 'place.to': '1.1.2020' },
      'place.to link.dates-reversed',
    ],
    [{ 'contact.name': '', 'place.jobTitle': 'Директор' }, 'place.jobTitle row.place-unlinked'],
    [{ 'contact.name': '', 'contact.birthday': '1.1.2000' }, 'contact.birthday row.contact-unnamed'],
    [{ 'parent.name': '', 'parent.kpp': '773601001' }, 'parent.kpp row.parent-unnamed'],
    [{ 'note.text': 'А', 'note.date': '31.12.2025 25:00' }, 'note.date time.invalid'],
  ])('of %.60j', (cells, issue) => {
    expect(issuesOf({ ...NAME, ...cells })).toEqual([issue]);
  });

  it('are all told at once', () => {
    expect(
      issuesOf({
        ...NAME,
        'company.inn': '1',
        'company.email': 'нет; a@x.example; да',
        'company.country': '?',
      }),
    ).toEqual([
      'company.email email.malformed',
      'company.email email.malformed',
      'company.country country.unknown',
      'company.inn inn.malformed',
    ]);
  });

  it('of too many telephones are told at the first column that has some', () => {
    const phones = Array.from({ length: 11 }, (_, index) => `+74951234${100 + index}`).join(';');
    expect(issuesOf({ ...NAME, 'company.phone': phones })).toEqual(['company.phone list.too-long']);
  });

  it('what says nothing by itself is left out', () => {
    expect(rowOf({ ...NAME, 'note.text': '', 'note.date': '31.12.2025' })).toEqual({
      company: { name: 'ООО «Ромашка»' },
    });
    expect(rowOf({ ...NAME, 'contact.name': '', 'place.primary': 'нет' })).toEqual({
      company: { name: 'ООО «Ромашка»' },
    });
    expect(issuesOf({ ...NAME, 'contact.name': '', 'place.primary': 'да' })).toEqual([
      'place.primary row.place-unlinked',
    ]);
    expect(rowOf({ ...NAME, 'contact.name': 'А', 'place.primary': 'нет' }).place).toEqual({ primary: false });
  });
});

describe('ragged rows', () => {
  const bound = bindMapping(
    ['Название', 'Город', '', ''],
    [
      { column: 'Название', field: 'company.name' },
      { column: 'Город', field: 'company.city' },
    ],
  );
  const raggedness = (...cells: string[]) => {
    if ('issues' in bound) throw new Error('not bound');
    const reading = readRow(cells, bound, importOptionsSchema.parse({}), CONTEXT);
    return 'issues' in reading ? reading.issues.map(({ code }) => code) : [];
  };

  it('are refused, but for cells that have no heading', () => {
    expect(raggedness('А')).toEqual(['csv.ragged']);
    expect(raggedness('А', 'Тверь')).toEqual([]);
    expect(raggedness('А', 'Тверь', 'x', 'y')).toEqual([]);
    expect(raggedness('А', 'Тверь', '', '', 'x')).toEqual(['csv.ragged']);
  });

  it('are refused though only empty cells are too many: a comma has pushed them there', () => {
    expect(raggedness('Сад', 'ул. Мира', ' 5', 'Тверь', '')).toEqual(['csv.ragged']);
    const told = (...cells: string[]) => refuseRagged(cells, { columns: [], fewest: 2, width: 2 })?.message;
    expect(told('А', 'Тверь', ' ')).toContain('or take the separators at its end away');
    expect(told('А', 'Тверь', 'x')).toMatch(/in quotes\.$/);
    expect(told('А')).toMatch(/in quotes\.$/);
  });
  it('go before damaged letters, which refuse a row in whatever column they stand', () => {
    expect(raggedness('А\uFFFD')).toEqual(['csv.ragged']);
    expect(raggedness('А', 'Тв\uFFFDрь')).toEqual(['csv.damaged-text']);
    expect(raggedness('А', 'Тверь', '\uFFFD')).toEqual(['csv.damaged-text']);
  });
});
