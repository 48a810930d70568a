import { words } from '../../../shared/words.ts';

/** Words of which names are made: enough that a few hundred records share one. */
const russian = words(
  'Северный Южный Восточный Западный Новый Старый Первый Второй Золотой Серебряный Зелёный Белый Красный Синий Чёрный Светлый Тихий Быстрый Добрый Вольный ' +
    'Горный Речной Морской Лесной Степной Полярный Звёздный Лунный Солнечный Утренний Вечерний Зимний Весенний Летний Осенний Московский Волжский Уральский Сибирский Донской',
);
const nouns = words(
  'Ромашка Василёк Берёза Ёлка Сосна Клён Рябина Калина Малина Вишня Яблоня Груша Слива Орех Дуб Ясень Тополь Ива Осина Липа ' +
    'Мост Берег Остров Залив Пролив Мыс Утёс Курган Родник Ключ Ручей Водопад Озеро Пруд Канал Шлюз Маяк Причал Якорь Парус ' +
    'Завод Фабрика Мастерская Верфь Типография Пекарня Мельница Сыроварня Пасека Теплица Склад База Депо Гараж Ангар Лаборатория Студия Галерея Театр Музей ' +
    'Электроника Механика Оптика Химия Металл Камень Стекло Керамика Бумага Ткань Кожа Мебель Одежда Обувь Игрушка Книга Музыка Радио Связь Сеть',
);
const english = words(
  'Northern Southern Eastern Western New Old First Second Golden Silver Green White Red Blue Black Bright Quiet Rapid Kind Free ' +
    'Mountain River Marine Forest Prairie Polar Stellar Lunar Solar Morning Evening Winter Spring Summer Autumn London Boston Denver Dallas Seattle',
);
const things = words(
  'Daisy Cornflower Birch Spruce Pine Maple Rowan Willow Cherry Apple Pear Plum Walnut Oak Ash Poplar Aspen Linden Bridge Shore ' +
    'Island Bay Strait Cape Cliff Mound Fountain Brook Cascade Lake Pond Canal Lock Lighthouse Pier Anchor Sail Works Factory Workshop ' +
    'Shipyard Press Bakery Mill Dairy Apiary Greenhouse Depot Garage Hangar Laboratory Studio Gallery Theatre Museum Electronics Mechanics Optics Chemistry Metals Glass',
);

export const WHOSE = { ru: russian, en: english } as const;
export const WHAT = { ru: nouns, en: things } as const;

export const PEOPLE = {
  ru: {
    first: words(
      'Анна Мария Ольга Елена Ирина Наталья Татьяна Светлана Юлия Дарья Алексей Дмитрий Сергей Андрей Иван Пётр Михаил Николай Фёдор Семён',
    ),
    last: words(
      'Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев ' +
        'Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв ' +
        'Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоров ' +
        'Матвеев Титов Марков Миронов Крылов Куликов Карпов Власов Мельников Денисов Гаврилов Тихонов Казаков Афанасьев Данилов Савельев Тимофеев Фомин Чернов Абрамов ' +
        'Мартынов Ефимов Федотов Щербаков Назаров Калинин Исаев Чернышёв Быков Маслов Родионов Коновалов Лазарев Воронин Климов Филатов Пономарёв Голубев Кудрявцев Прохоров',
    ),
  },
  en: {
    first: words(
      'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen',
    ),
    last: words(
      'Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Taylor Moore Jackson Martin Lee ' +
        'Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green ' +
        'Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart',
    ),
  },
} as const;

export const KINDS = words(
  'retail it food agriculture construction transport finance education health energy',
);
export const SOURCES = words('exhibition web recommendation cold-call advertising partner mailing social');
export const SIGHTS = words('VIP тендер сезон опт розница партнёр долг новый');
export const TITLES = [
  'Директор',
  'Бухгалтер',
  'Менеджер по закупкам',
  'Engineer',
  'Head of sales',
  'Секретарь',
];
export const OUTCOMES = [
  'Договорились о встрече',
  'Просят перезвонить',
  'Отказались',
  'Agreed on a demo',
  'No answer',
];
export const NOTES = [
  'Звонили по поводу поставки, просят прислать новый прайс-лист к пятнице.',
  'Директор в отпуске до конца месяца, решать будет заместитель.',
  'Интересует рассрочка на полгода, бюджет уже согласован.',
  'Недовольны сроками прошлой доставки, обещали скидку.',
  'They compare our offer with two others and decide in a week.',
  'Asked for a reference from a customer of the same size.',
  'The contract is with their lawyers, call back on Monday.',
  'Склад переехал, новый адрес пришлют письмом.',
];
