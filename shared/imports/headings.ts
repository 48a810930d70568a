import type { ImportFieldId } from './fields.ts';

/** What a heading can mean besides a field: what both companies and contacts have, and the parts of a street address. */
export type SharedMeaning =
  | 'name'
  | 'person'
  | 'phone'
  | 'mobile'
  | 'email'
  | 'description'
  | 'tags'
  | 'language'
  | 'street';
export type Meaning = ImportFieldId | SharedMeaning;

/**
 * By which headings a field is known, in Russian and English: those of exports of 1C, Bitrix24, amoCRM, HubSpot and
 * Salesforce, and of lists that people keep. Case, number, punctuation and camel case do not matter. Words for an owner, a
 * kind, a unit or a currency beside them are listed apart, below.
 */
export const HEADINGS: Readonly<Partial<Record<Meaning, string>>> = {
  'company.name':
    'название|наименование|компания|организация|контрагент|клиент|фирма|предприятие|название компании|наименование компании|название организации|наименование организации|название фирмы|наименование контрагента|наименование клиента|название клиента|краткое наименование|сокращенное наименование|рабочее наименование|заказчик|покупатель|место работы|company|company name|account|account name|customer|customer name|client|client name|organization|organisation|organization name|organisation name|business name|firm|firm name|associated company|supplier|supplier name',
  'company.legalName':
    'полное наименование|полное название|юридическое наименование|юридическое название|официальное наименование|наименование полное|наименование для печати|полное наименование организации|полное наименование компании|legal name|registered name|official name|company legal name',
  'company.kind':
    'юр физ лицо|юридическое физическое лицо|юридическое или физическое лицо|вид контрагента|тип лица|вид лица|firm or individual|client kind|company kind',
  'company.status':
    'статус|статус клиента|статус компании|статус контрагента|status|client status|customer status|account status|company status',
  'company.inn': 'инн|инн кпп|инн организации|инн компании|инн клиента|инн контрагента|inn|inn kpp',
  'company.kpp': 'кпп|кпп организации|кпп компании|kpp',
  'company.ogrn': 'огрн|огрнип|огрн огрнип|ogrn',
  'company.fax': 'факс|номер факса|телефакс|fax|fax number|company fax',
  'company.website':
    'сайт|веб сайт|web сайт|интернет сайт|корпоративный сайт|адрес сайта|сайт компании|домен|site|website|web site|web|url|www|website url|web address|homepage|home page|domain|company domain name|company domain',
  'company.industry':
    'отрасль|индустрия|сфера деятельности|вид деятельности|область деятельности|направление деятельности|сфера|industry|sector|branch|line of business',
  'company.segment':
    'сегмент|сегмент рынка|сегмент клиента|категория клиента|segment|market segment|customer segment',
  'company.leadSource':
    'источник|источник лида|источник клиента|источник контакта|источник компании|откуда узнали|откуда узнал|откуда пришел|канал привлечения|рекламный источник|рекламный канал|lead source|source|account source|original source|contact source',
  'company.owner':
    'ответственный|менеджер|ответственный менеджер|основной менеджер|персональный менеджер|менеджер клиента|ответственный сотрудник|ответственный за клиента|ответственный за компанию|куратор|owner|account owner|company owner|record owner|assigned to|account manager|sales manager|sales rep|sales agent|manager',
  'company.team': 'команда|команда продаж|team|sales team',
  'company.employees':
    'сотрудник|число сотрудников|количество сотрудников|кол во сотрудников|численность|численность сотрудников|численность персонала|среднесписочная численность|штат|персонал|employee|number of employees|employee count|headcount|no of employees|staff|company size',
  'company.foundedYear':
    'год основания|год создания|год регистрации|год образования|основана|founded|founded in|year founded|founded year|year established|established|year started|founding year',
  'company.annualRevenue':
    'выручка|годовая выручка|оборот|годовой оборот|годовой доход|revenue|annual revenue|turnover|annual turnover',
  'company.budget': 'бюджет|budget',
  'company.creditLimit': 'кредитный лимит|лимит кредита|лимит задолженности|credit limit',
  'company.addressLine':
    'адрес|адрес компании|адрес организации|полный адрес|местонахождение|место нахождения|address|street address|address line|company address|full address',
  street:
    'улица|улица дом|улица номер дома|дом|номер дома|корпус|строение|квартира|street|street and number|house|house number',
  'company.city': 'город|населенный пункт|city|town|locality',
  'company.region':
    'регион|область|край|область край|регион область|область регион|субъект рф|region|state|province|state region|state province|county',
  'company.postalCode':
    'индекс|почтовый индекс|postal code|post code|postcode|zip|zip code|zip postal code|postal zip code',
  'company.country': 'страна|country|country region|office location',
  'company.zone': 'часовой пояс|часовая зона|time zone|timezone',
  'company.bankName': 'банк|наименование банка|название банка|bank|bank name',
  'company.bik': 'бик|бик банка|bik',
  'company.account':
    'расчетный счет|номер расчетного счета|р с|р сч|р счет|рс|банковский счет|номер счета|bank account|settlement account',
  'company.correspondentAccount':
    'корреспондентский счет|корр счет|кор счет|к с|к сч|кс|correspondent account',
  'company.iban': 'iban',
  'company.swift': 'swift|bic|swift bic|bic swift|swift code|свифт',
  'contact.name':
    'контакт|контактное лицо|фио|ф и о|фио контакта|фио контактного лица|контактное лицо фио|полное имя|полное имя контакта|контактная персона|представитель|имя и фамилия|фамилия и имя|фамилия имя отчество|contact|contact name|contact person|full name|person|person name|main contact|contact full name',
  'contact.firstName': 'first name|given name|forename',
  'contact.lastName': 'фамилия|last name|surname|family name',
  'contact.middleName': 'отчество|второе имя|middle name|patronymic',
  'contact.birthday': 'дата рождения|день рождения|д р|др|birthday|birth date|birthdate|date of birth|dob',
  'contact.description': 'о контакте|about the contact',
  'place.jobTitle': 'должность|позиция|job title|title|position|job',
  'place.department': 'отдел|подразделение|департамент|department|division',
  'place.role': 'роль|роль в решениях|роль в принятии решений|decision role|role in decisions|buying role',
  'place.influence': 'влияние|степень влияния|influence',
  'place.primary': 'основной контакт|главный контакт|primary contact|is primary|primary',
  'place.from': 'работает с|дата приема на работу|there from',
  'place.to': 'работает по|дата увольнения|there to',
  'place.note': 'заметка о месте|note on the place',
  'parent.name':
    'головная|головная компания|головная организация|головной контрагент|материнская компания|холдинг|группа компаний|parent|parent company|parent company name|parent account|parent account name|parent name|subsidiary of|holding',
  'parent.inn': 'инн головной компании|инн холдинга|parent inn|parent company inn',
  'parent.kpp': 'кпп головной компании|parent kpp|parent company kpp',
  'note.text': 'заметка|последняя заметка|note|last note',
  'note.date': 'дата заметки|date of the note|note date',
  name: 'name',
  person: 'имя|имя контакта',
  phone:
    'телефон|тел|номер телефона|телефонный номер|контактный телефон|контактный номер|телефон для связи|телефон факс|тел факс|phone|telephone|tel|phone number|telephone number|phone fax',
  mobile: 'мобильный|моб|мобильник|сотовый|мобильный номер|mobile|cell|cellphone|cell phone|mobile number',
  email:
    'email|почта|электронная почта|эл почта|электронный адрес|эл адрес|адрес электронной почты|имейл|мейл|мыло|mail|email address|mail address',
  description:
    'описание|комментарий|примечание|доп информация|дополнительная информация|дополнительно|description|comment|remark|about|about us|additional info|additional information',
  tags: 'тег|тэг|метка|ярлык|tag|label',
  language: 'язык|язык общения|language|preferred language',
};

export const COMPANY_WORDS =
  'компания|организация|контрагент|клиент|фирма|company|account|customer|client|organization';
export const CONTACT_WORDS = 'контактное лицо|контакт|представитель|contact person|contact|person';

/** Words for kinds of phones, e-mails and addresses; a kind that the field does not have is no match. */
export const KIND_WORDS: Readonly<Record<string, string>> = {
  work: 'рабочий|раб|служебный|корпоративный|work|business|office',
  mobile: 'мобильный|моб|сотовый|mobile|cell',
  home: 'домашний|дом|home',
  personal: 'личный|частный|домашний|personal|private|home',
  invoice: 'бухгалтерия|бухгалтерский|для счетов|invoice|billing',
  legal: 'юридический|юр|legal|registered|billing',
  actual: 'фактический|факт|actual|physical|office',
  postal: 'почтовый|для корреспонденции|postal|mailing',
  delivery: 'доставки|для доставки|грузополучателя|delivery|shipping',
  other: 'другой|прочий|дополнительный|доп|other|additional|alternative',
};

export const UNIT_WORDS: Readonly<Record<'thousand' | 'million', string>> = {
  thousand: 'тыс|тысяч|тысячи|thousand',
  million: 'млн|миллион|million|mln',
};

export const CURRENCY_WORDS: Readonly<Record<'RUB' | 'USD' | 'EUR', string>> = {
  RUB: 'руб|рубль|рублей|rub',
  USD: 'usd|доллар|долл',
  EUR: 'eur|евро|euro',
};

/** What stands between an amount and its unit. */
export const FILLERS = 'в|за|год|за год|in|per year|a year';

/** Systems whose ids a heading names, and words for an id. */
export const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  '1c': '1с',
  bitrix24: 'битрикс|bitrix',
  amocrm: 'amo crm|amocrm|амо|амосрм',
  hubspot: 'hubspot|hub spot',
  salesforce: 'salesforce|sales force',
};
export const ID_WORDS = 'id|ид|код|guid|uid|uuid|идентификатор|key';
/** Headings that only one system gives its ids. */
export const SYSTEM_HEADINGS: Readonly<Record<string, string>> = { hubspot: 'record id|hs object id' };
