import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindMapping } from './binding.ts';
import { FIELDS, IMPORT_FIELDS } from './fields.ts';
import { guessMapping } from './guessing.ts';
import { HEADINGS } from './headings.ts';
import { columnMappingSchema } from './mapping.ts';

/** A guess in short: `heading: field {options}`. */
const guess = (headings: string): string[] => guessOf(headings.split(';'));
const guessOf = (headers: readonly string[]): string[] =>
  guessMapping(headers).map(({ column, field, ...options }) => {
    const more = Object.values(options);
    return `${column}: ${field}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
  });

describe('lists as programs give them out', () => {
  it('Northwind', () => {
    expect(
      guess(
        'customerID;companyName;contactName;contactTitle;address;city;region;postalCode;country;phone;fax',
      ),
    ).toEqual([
      'companyName: company.name',
      'contactName: contact.name',
      'contactTitle: place.jobTitle',
      'address: company.addressLine',
      'city: company.city',
      'region: company.region',
      'postalCode: company.postalCode',
      'country: company.country',
      'phone: company.phone',
      'fax: company.fax',
    ]);
  });

  it('accounts of B2B sales', () => {
    expect(guess('account;sector;year_established;revenue;employees;office_location;subsidiary_of')).toEqual([
      'account: company.name',
      'sector: company.industry',
      'year_established: company.foundedYear',
      'revenue: company.annualRevenue',
      'employees: company.employees',
      'office_location: company.country',
      'subsidiary_of: parent.name',
    ]);
  });

  it('1C', () => {
    expect(
      guess(
        'Наименование;Полное наименование;Юр. / физ. лицо;ИНН/КПП;Код 1С;Юридический адрес;Фактический адрес;Телефон;E-mail;Контактное лицо;Р/с;БИК;Банк;Корр. счёт;Основной менеджер',
      ),
    ).toEqual([
      'Наименование: company.name',
      'Полное наименование: company.legalName',
      'Юр. / физ. лицо: company.kind',
      'ИНН/КПП: company.inn',
      'Код 1С: company.externalId (1c)',
      'Юридический адрес: company.addressLine (legal)',
      'Фактический адрес: company.addressLine (actual)',
      'Телефон: company.phone',
      'E-mail: company.email',
      'Контактное лицо: contact.name',
      'Р/с: company.account',
      'БИК: company.bik',
      'Банк: company.bankName',
      'Корр. счёт: company.correspondentAccount',
      'Основной менеджер: company.owner',
    ]);
  });

  it('contacts of Bitrix24', () => {
    expect(
      guess(
        'ID;Обращение;Имя;Отчество;Фамилия;Дата рождения;Рабочий телефон;Мобильный телефон;Частный e-mail;Компания;Должность;Комментарий;Ответственный',
      ),
    ).toEqual([
      'Имя: contact.firstName',
      'Отчество: contact.middleName',
      'Фамилия: contact.lastName',
      'Дата рождения: contact.birthday',
      'Рабочий телефон: contact.phone (work)',
      'Мобильный телефон: contact.phone (mobile)',
      'Частный e-mail: contact.email (personal)',
      'Компания: company.name',
      'Должность: place.jobTitle',
      'Комментарий: contact.description',
      'Ответственный: company.owner',
    ]);
  });

  it('a list of persons', () => {
    expect(guess('ФИО;E-mail;Телефон;Город;Ответственный;Теги;Отрасль')).toEqual([
      'ФИО: contact.name',
      'E-mail: contact.email',
      'Телефон: contact.phone',
      'Город: company.city',
      'Ответственный: company.owner',
      'Теги: contact.tags',
    ]);
  });

  it('contacts of amoCRM', () => {
    expect(
      guess(
        'ID;Полное имя контакта;Компания;Теги;Рабочий телефон (контакт);Рабочий телефон (компания);Web (компания);Примечание 1;Примечание 2',
      ),
    ).toEqual([
      'Полное имя контакта: contact.name',
      'Компания: company.name',
      'Теги: contact.tags',
      'Рабочий телефон (контакт): contact.phone (work)',
      'Рабочий телефон (компания): company.phone (work)',
      'Web (компания): company.website',
      'Примечание 1: contact.description',
      'Примечание 2: contact.description',
    ]);
  });

  it('HubSpot', () => {
    expect(
      guess('Record ID - Contact;First Name;Last Name;Email;Mobile Phone Number;Job Title;Company Name'),
    ).toEqual([
      'Record ID - Contact: contact.externalId (hubspot)',
      'First Name: contact.firstName',
      'Last Name: contact.lastName',
      'Email: contact.email',
      'Mobile Phone Number: contact.phone (mobile)',
      'Job Title: place.jobTitle',
      'Company Name: company.name',
    ]);
  });

  it('Salesforce', () => {
    expect(
      guess(
        'Account Name;Billing Street;Billing City;Billing State/Province;Billing Zip/Postal Code;Shipping City;Phone;Year Started;Parent Account',
      ),
    ).toEqual([
      'Account Name: company.name',
      'Billing Street: company.addressLine (legal)',
      'Billing City: company.city (legal)',
      'Billing State/Province: company.region (legal)',
      'Billing Zip/Postal Code: company.postalCode (legal)',
      'Shipping City: company.city (delivery)',
      'Phone: company.phone',
      'Year Started: company.foundedYear',
      'Parent Account: parent.name',
    ]);
  });
});

describe('whose a telephone is', () => {
  it.each([
    ['the company’s in a list of companies', 'Название;ФИО;Телефон', 'Телефон: company.phone'],
    ['the person’s in a list of persons', 'ФИО;Компания;Телефон', 'Телефон: contact.phone'],
    ['the person’s where there are only persons', 'Имя;Телефон', 'Телефон: contact.phone'],
    ['the company’s where there are only companies', 'Клиент;Телефон', 'Телефон: company.phone'],
    [
      'the person’s where it is a mobile one',
      'Название;ФИО;Моб. телефон',
      'Моб. телефон: contact.phone (mobile)',
    ],
    ['the company’s where nobody else is there', 'Название;Мобильный', 'Мобильный: company.phone (mobile)'],
    [
      'the person’s where the heading says so',
      'Название;ФИО;Телефон контактного лица',
      'Телефон контактного лица: contact.phone',
    ],
    [
      'the company’s where the heading says so',
      'ФИО;Компания;Телефон компании',
      'Телефон компании: company.phone',
    ],
  ])('%s', (_, headings, expected) => {
    expect(guess(headings)).toContain(expected);
  });

  it('of two that are headed alike, each is of the name before it, and both are mapped by place', () => {
    expect(guess('Название;Телефон;Контакт;Телефон;E-mail')).toEqual([
      'Название: company.name',
      '2: company.phone',
      'Контакт: contact.name',
      '4: contact.phone',
      'E-mail: company.email',
    ]);
  });
});

describe('headings', () => {
  it.each([
    ['ТЕЛЕФОНЫ:', 'company.phone'],
    ['телефон №2', 'company.phone'],
    ['phone_numbers', 'company.phone'],
    ['Е-mail', 'company.email'],
    ['eMails', 'company.email'],
    ['Расчётный счет', 'company.account'],
    ['Часовые пояса', 'company.zone'],
    ['Company Domain Name', 'company.website'],
    ['Кол-во сотрудников', 'company.employees'],
    ['Выручка, тыс. руб.', 'company.annualRevenue (RUB, thousand)'],
    ['Annual revenue (USD, million)', 'company.annualRevenue (USD, million)'],
    ['Оборот за год, млн $', 'company.annualRevenue (USD, million)'],
    ['Бюджет, €', 'company.budget (EUR)'],
    ['ID Битрикс24', 'company.externalId (bitrix24)'],
    ['GUID (1C)', 'company.externalId (1c)'],
    ['amoCRM ID', 'company.externalId (amocrm)'],
    ['Почтовый адрес', 'company.addressLine (postal)'],
  ])('%s is %s', (heading, expected) => {
    const [, found = ''] = guessOf(['Название', heading]);
    const [field = '', options = ''] = found.slice(heading.length + 2).split(' (');
    const sorted =
      options === '' ? field : `${field} (${options.slice(0, -1).split(', ').sort().join(', ')})`;
    expect(sorted).toBe(expected);
  });

  it.each([
    'ID',
    'Код',
    'customerID',
    'Тип',
    'Дата создания',
    'Телефон в тыс. руб.',
    'Юридический телефон',
    'Город контакта',
    'я'.repeat(100_000),
    'Рабочий мобильный домашний телефон компании контакта клиента в тыс. млн руб. USD за год',
  ])('%.30s is not guessed at', (heading) => {
    expect(guessOf(['Название', heading])).toEqual(['Название: company.name']);
  });

  it('of a street and a house are left out beside a whole address', () => {
    expect(guess('Название;Улица;Дом')).toEqual([
      'Название: company.name',
      'Улица: company.addressLine',
      'Дом: company.addressLine',
    ]);
    expect(guess('Название;Адрес;Улица;Дом')).toEqual([
      'Название: company.name',
      'Адрес: company.addressLine',
    ]);
  });

  it('that cannot be given as they stand are given by place', () => {
    expect(guessOf(['Название', 'Телефон\n(моб.)', `Город${' '.repeat(300)}(город)`])).toEqual([
      'Название: company.name',
      '2: company.phone (mobile)',
    ]);
  });

  it('that we give fields ourselves are known, but those of ids', () => {
    for (const language of ['ru', 'en'] as const) {
      const labels = IMPORT_FIELDS.map((field) => FIELDS[field].labels[language]);
      const found = guessMapping(labels);
      for (const [place, field] of IMPORT_FIELDS.entries()) {
        if (field.endsWith('externalId')) continue;
        const column = found.find((one) => one.column === labels[place] || one.column === place + 1);
        expect(`${labels[place]}: ${column?.field}`).toBe(`${labels[place]}: ${field}`);
      }
    }
  });
});

it('always gives what can be bound and sent, and a single field once, for any headings', () => {
  const known = Object.values(HEADINGS).flatMap((text) => text.split('|'));
  const heading = fc.oneof(
    fc.constantFrom(...known),
    fc
      .tuple(
        fc.constantFrom('Рабочий', 'Billing', 'Контакт', 'Company', 'млн руб'),
        fc.constantFrom(...known),
      )
      .map((parts) => parts.join(' ')),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('', 'ID 1С', 'Record ID'),
  );
  fc.assert(
    fc.property(fc.array(heading, { maxLength: 30 }), (headers) => {
      const mapping = guessMapping(headers);
      for (const column of mapping) expect(columnMappingSchema.parse(column)).toEqual(column);
      const bound = bindMapping(headers, mapping);
      const codes = 'issues' in bound ? bound.issues.map(({ code }) => code) : [];
      expect(codes).toEqual(mapping.length === 0 ? ['mapping.nothing-mapped'] : []);
    }),
    { numRuns: 1000 },
  );
});
