import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindMapping, refuseHeaders } from './binding.ts';
import { FIELDS, IMPORT_FIELDS, optionsOf } from './fields.ts';
import { type ColumnMapping, columnMappingSchema, MAX_COLUMNS } from './mapping.ts';

const HEADERS = ['Название', ' Телефон ', "'=Код", 'Телефон', '', 'Город'];
const NAME: ColumnMapping = { column: 'Название', field: 'company.name' };

const bind = (mapping: ColumnMapping[], headers: readonly string[] = HEADERS) => {
  const bound = bindMapping(headers, mapping);
  if ('issues' in bound) throw new Error(JSON.stringify(bound.issues));
  return bound;
};
const issuesOf = (...mapping: ColumnMapping[]) => {
  const bound = bindMapping(HEADERS, mapping);
  return 'issues' in bound ? bound.issues.map(({ pointer, code }) => `${pointer} ${code}`) : [];
};

describe('bindMapping', () => {
  it('finds columns by heading and by place, in the order of the list, with their options', () => {
    const bound = bind([
      { column: 'Город', field: 'company.city', kind: 'legal', values: { Питер: 'Санкт-Петербург' } },
      { column: 4, field: 'company.phone', kind: 'mobile' },
      { column: '=Код', field: 'company.externalId', source: '1c' },
      NAME,
    ]);
    expect(bound.columns).toEqual([
      { index: 0, heading: 'Название', field: 'company.name', values: new Map() },
      { index: 2, heading: '=Код', field: 'company.externalId', source: '1c', values: new Map() },
      { index: 3, heading: 'Телефон', field: 'company.phone', kind: 'mobile', values: new Map() },
      {
        index: 5,
        heading: 'Город',
        field: 'company.city',
        kind: 'legal',
        values: new Map([
          ['питер', 'Санкт-Петербург'],
          ['Питер', 'Санкт-Петербург'],
        ]),
      },
    ]);
  });

  it('knows how many cells a row has: nameless columns at the end may be missing, unless they are mapped', () => {
    expect(bind([NAME])).toMatchObject({ fewest: 6, width: 6 });
    expect(bind([{ column: 'a', field: 'company.name' }], ['a', 'b', '', ' '])).toMatchObject({
      fewest: 2,
      width: 4,
    });
    const mapping: ColumnMapping[] = [
      { column: 'a', field: 'company.name' },
      { column: 3, field: 'company.city' },
    ];
    const bound = bind(mapping, ['a', 'b', '', '']);
    expect(bound).toMatchObject({ fewest: 3, width: 4 });
    expect(bound.columns[1]?.heading).toBe('№ 3');
  });

  it('lets a column be several things', () => {
    expect(bind([NAME, { column: 1, field: 'contact.name' }]).columns).toHaveLength(2);
  });

  it.each<[string, string, ColumnMapping[]]>([
    [
      'an unknown heading',
      '/mapping/1/column mapping.column-unknown',
      [NAME, { column: 'Имя', field: 'company.city' }],
    ],
    [
      'a heading in another case',
      '/mapping/1/column mapping.column-unknown',
      [NAME, { column: 'город', field: 'company.city' }],
    ],
    [
      'a place behind the last column',
      '/mapping/1/column mapping.column-unknown',
      [NAME, { column: 7, field: 'company.city' }],
    ],
    [
      'a heading that stands twice',
      '/mapping/1/column mapping.column-ambiguous',
      [NAME, { column: 'Телефон', field: 'company.phone' }],
    ],
    [
      'a single field twice',
      '/mapping/1/field mapping.field-doubled',
      [NAME, { column: 6, field: 'company.name' }],
    ],
    [
      'one column as one thing twice',
      '/mapping/2/field mapping.field-doubled',
      [NAME, { column: 2, field: 'company.phone' }, { column: 2, field: 'company.phone' }],
    ],
    [
      'an address of one kind twice',
      '/mapping/2/field mapping.field-doubled',
      [NAME, { column: 5, field: 'company.city' }, { column: 6, field: 'company.city', kind: 'actual' }],
    ],
    ['an option of other fields', '/mapping/0/unit mapping.option-unfit', [{ ...NAME, unit: 'million' }]],
    [
      'a kind that phones do not have',
      '/mapping/1/kind mapping.option-unfit',
      [NAME, { column: 2, field: 'company.phone', kind: 'legal' }],
    ],
    [
      'ids without their system',
      '/mapping/1/source mapping.source-missing',
      [NAME, { column: 3, field: 'company.externalId' }],
    ],
    ['nothing', '/mapping mapping.nothing-mapped', []],
    ['nobody', '/mapping mapping.nothing-mapped', [{ column: 2, field: 'company.phone' }]],
    [
      'a place without a person',
      '/mapping/1/field mapping.subject-missing',
      [NAME, { column: 6, field: 'place.jobTitle' }],
    ],
    [
      'a parent without a company',
      '/mapping/1/field mapping.subject-missing',
      [
        { column: 1, field: 'contact.name' },
        { column: 6, field: 'parent.name' },
      ],
    ],
    [
      'the date of no note',
      '/mapping/1/field mapping.subject-missing',
      [NAME, { column: 6, field: 'note.date' }],
    ],
    [
      'an industry of no company',
      '/mapping/1/field mapping.subject-missing',
      [
        { column: 1, field: 'contact.name' },
        { column: 6, field: 'company.industry' },
      ],
    ],
  ])('refuses %s', (_, issue, mapping) => {
    expect(issuesOf(...mapping)).toEqual([issue]);
  });

  it('says where a heading stands that stands twice, and tells all at once', () => {
    const bound = bindMapping(HEADERS, [
      { column: 'Телефон', field: 'company.phone' },
      { column: 'Имя', field: 'company.name', dates: 'day-first' },
    ]);
    expect(bound).toMatchObject({
      issues: [
        { message: expect.stringContaining('2 or 4') },
        { pointer: '/mapping/1/column' },
        { pointer: '/mapping/1/dates' },
      ],
    });
  });

  it('takes in a list of persons what they have as well as companies', () => {
    const persons: ColumnMapping[] = [
      { column: 1, field: 'contact.name' },
      { column: 6, field: 'company.city' },
    ];
    expect(bind(persons).columns).toHaveLength(2);
  });

  it('takes two addresses of different kinds, and many phones, e-mails, tags and ids', () => {
    const many = (['company.phone', 'company.email', 'company.tags'] as const).flatMap((field) => [
      { column: 2, field },
      { column: 4, field },
    ]);
    const addresses: ColumnMapping[] = [
      { column: 5, field: 'company.city', kind: 'legal' },
      { column: 6, field: 'company.city' },
    ];
    expect(bind([NAME, ...many, ...addresses]).columns).toHaveLength(9);
  });

  it('takes just the options that a field has', () => {
    const all = { source: '1c', kind: 'other', currency: 'RUB', unit: 'one', dates: 'day-first' } as const;
    fc.assert(
      fc.property(fc.constantFrom(...IMPORT_FIELDS), fc.subarray(Object.keys(all)), (field, given) => {
        const options = Object.fromEntries(given.map((key) => [key, all[key as keyof typeof all]]));
        const column = columnMappingSchema.parse({ column: 2, field, ...options });
        const unfit = issuesOf(NAME, column).filter((issue) => issue.endsWith('option-unfit'));
        const fitting: readonly string[] = optionsOf(field);
        expect(unfit).toEqual(
          given
            .filter((key) => !fitting.includes(key))
            .map((key) => `/mapping/1/${key} mapping.option-unfit`),
        );
      }),
    );
  });
});

it('refuses a list without headings, and one of too many columns', () => {
  expect(refuseHeaders(['', ' ', '\uFEFF'])).toMatchObject({ code: 'csv.no-heading' });
  expect(refuseHeaders([])).toMatchObject({ code: 'csv.no-heading' });
  const most = Array.from({ length: MAX_COLUMNS }, (_, place) => `c${place}`);
  expect(refuseHeaders(most)).toBeUndefined();
  expect(refuseHeaders([...most, ''])).toMatchObject({ code: 'csv.too-many-columns' });
});

it('has a name in both languages for each field, and no name twice', () => {
  for (const language of ['ru', 'en'] as const) {
    const labels = IMPORT_FIELDS.map((field) => FIELDS[field].labels[language]);
    expect(new Set(labels).size).toBe(IMPORT_FIELDS.length);
  }
});
