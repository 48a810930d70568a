import type { ColumnMapping } from './mapping.ts';

/** How the cells of a field are read. */
export type CellReading =
  | 'text'
  | 'paragraphs'
  /** A number that people write in digits: a table program may have spoiled it. */
  | 'digits'
  | 'phone'
  | 'fax'
  | 'email'
  | 'address'
  | 'country'
  | 'website'
  | 'amount'
  | 'whole-number'
  | 'day'
  | 'instant'
  | 'tags'
  | 'external-id'
  | 'yes-no'
  | 'company-kind'
  | 'company-status'
  | 'decision-role'
  | 'language'
  | 'industries'
  | 'segments'
  | 'lead-sources'
  | 'user'
  | 'team';

/** What a column of a list may be. */
export interface ImportField {
  readonly labels: { readonly ru: string; readonly en: string };
  readonly reads: CellReading;
  /** Whether several columns may be it: `list` keeps the cells apart, `joined` makes one text of them. Default: one only. */
  readonly many?: 'list' | 'joined';
}

type Columns = Readonly<Record<string, ImportField>>;

const field = <R extends CellReading>(reads: R, ru: string, en: string) =>
  ({ labels: { ru, en }, reads }) as const;
const list = <R extends CellReading>(reads: R, ru: string, en: string) =>
  ({ ...field(reads, ru, en), many: 'list' }) as const;
const joined = <R extends CellReading>(reads: R, ru: string, en: string) =>
  ({ ...field(reads, ru, en), many: 'joined' }) as const;

const company = {
  'company.name': field('text', 'Название', 'Company name'),
  'company.legalName': field('text', 'Полное наименование', 'Legal name'),
  'company.kind': field('company-kind', 'Юридическое или физическое лицо', 'Firm or individual'),
  'company.status': field('company-status', 'Статус', 'Status'),
  'company.inn': field('digits', 'ИНН', 'INN'),
  'company.kpp': field('digits', 'КПП', 'KPP'),
  'company.ogrn': field('digits', 'ОГРН', 'OGRN'),
  'company.phone': list('phone', 'Телефон', 'Phone'),
  'company.fax': list('fax', 'Факс', 'Fax'),
  'company.email': list('email', 'E-mail', 'E-mail'),
  'company.website': field('website', 'Сайт', 'Web site'),
  'company.industry': field('industries', 'Отрасль', 'Industry'),
  'company.segment': field('segments', 'Сегмент', 'Segment'),
  'company.leadSource': field('lead-sources', 'Источник', 'Lead source'),
  'company.tags': list('tags', 'Теги', 'Tags'),
  'company.owner': field('user', 'Ответственный', 'Owner'),
  'company.team': field('team', 'Команда', 'Team'),
  'company.employees': field('whole-number', 'Число сотрудников', 'Employees'),
  'company.foundedYear': field('whole-number', 'Год основания', 'Founded in'),
  'company.annualRevenue': field('amount', 'Годовая выручка', 'Annual revenue'),
  'company.budget': field('amount', 'Бюджет', 'Budget'),
  'company.creditLimit': field('amount', 'Кредитный лимит', 'Credit limit'),
  'company.addressLine': joined('address', 'Адрес', 'Street address'),
  'company.city': field('address', 'Город', 'City'),
  'company.region': field('address', 'Регион', 'Region'),
  'company.postalCode': field('address', 'Индекс', 'Postal code'),
  'company.country': field('country', 'Страна', 'Country'),
  'company.description': joined('paragraphs', 'Описание', 'Description'),
  'company.externalId': list('external-id', 'Код в другой системе', 'External id'),
  'company.zone': field('text', 'Часовой пояс', 'Time zone'),
  'company.language': field('language', 'Язык', 'Language'),
  'company.bankName': field('text', 'Банк', 'Bank'),
  'company.bik': field('digits', 'БИК', 'BIK'),
  'company.account': field('digits', 'Расчётный счёт', 'Bank account'),
  'company.correspondentAccount': field('digits', 'Корреспондентский счёт', 'Correspondent account'),
  'company.iban': field('digits', 'IBAN', 'IBAN'),
  'company.swift': field('text', 'SWIFT', 'SWIFT'),
} satisfies Columns;

const person = {
  'contact.name': field('text', 'ФИО контакта', "Contact's name"),
  'contact.firstName': field('text', 'Имя контакта', "Contact's first name"),
  'contact.lastName': field('text', 'Фамилия контакта', "Contact's last name"),
  'contact.middleName': field('text', 'Отчество контакта', "Contact's middle name"),
  'contact.phone': list('phone', 'Телефон контакта', "Contact's phone"),
  'contact.email': list('email', 'E-mail контакта', "Contact's e-mail"),
  'contact.birthday': field('day', 'День рождения', 'Birthday'),
  'contact.description': joined('paragraphs', 'О контакте', 'About the contact'),
  'contact.tags': list('tags', 'Теги контакта', "Contact's tags"),
  'contact.externalId': list('external-id', 'Код контакта в другой системе', "Contact's external id"),
  'contact.language': field('language', 'Язык контакта', "Contact's language"),
  'place.jobTitle': field('text', 'Должность', 'Job title'),
  'place.department': field('text', 'Отдел', 'Department'),
  'place.role': field('decision-role', 'Роль в решениях', 'Role in decisions'),
  'place.influence': field('whole-number', 'Влияние', 'Influence'),
  'place.primary': field('yes-no', 'Основной контакт', 'Primary contact'),
  'place.from': field('day', 'Работает с', 'There from'),
  'place.to': field('day', 'Работает по', 'There to'),
  'place.note': field('text', 'Заметка о месте', 'Note on the place'),
} satisfies Columns;

const around = {
  'parent.name': field('text', 'Головная компания', 'Parent company'),
  'parent.externalId': field('external-id', 'Код головной компании', "Parent company's external id"),
  'parent.inn': field('digits', 'ИНН головной компании', "Parent company's INN"),
  'parent.kpp': field('digits', 'КПП головной компании', "Parent company's KPP"),
  'note.text': joined('paragraphs', 'Заметка', 'Note'),
  'note.date': field('instant', 'Дата заметки', 'Date of the note'),
} satisfies Columns;

/** All that a column may be, with its name for people. Headings by which it is guessed are in `headings.ts`. */
export const FIELDS = { ...company, ...person, ...around };

export type ImportFieldId = keyof typeof FIELDS;

export const IMPORT_FIELDS = Object.keys(FIELDS) as readonly ImportFieldId[];

type Option = Exclude<keyof ColumnMapping, 'column' | 'field' | 'values'>;

const OPTIONS: Readonly<Partial<Record<CellReading, readonly Option[]>>> = {
  phone: ['kind'],
  email: ['kind'],
  address: ['kind'],
  country: ['kind'],
  amount: ['currency', 'unit'],
  day: ['dates'],
  instant: ['dates'],
  'external-id': ['source'],
};

export const fieldOf = (id: ImportFieldId): ImportField => FIELDS[id];

/** The options of a column that say something about cells of a field; `values` fits all. */
export const optionsOf = (id: ImportFieldId): readonly Option[] => OPTIONS[FIELDS[id].reads] ?? [];
