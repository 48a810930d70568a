/** What firms are called, by industry: the ids are those of the dictionary that every tenant begins with. */
export const RUSSIAN_STEMS =
  'Урал Сибирь Волга Балт Дон Нева Кама Арктик Восток Север Юг Запад Байкал Алтай Кубань Ладога Онега Енисей Амур Ока Тайга Полюс Вектор Орион Зенит Меридиан Сапсан Глобус Гранит Кварц Янтарь Сатурн Атлант Феникс Каскад Форвард Эталон Импульс Парус Компас Рубин'.split(
    ' ',
  );

interface Industry {
  /** Second half of a name made of two: УралСтрой. */
  readonly endings: readonly string[];
  /** Whole names. */
  readonly names: readonly string[];
  /** The same in English: `Northgate Builders`. */
  readonly english: readonly string[];
  readonly about: { readonly ru: string; readonly en: string };
}

const words = (text: string): string[] => text.split('|').map((word) => word.trim());

export const INDUSTRIES: Readonly<Record<string, Industry>> = {
  agriculture: {
    endings: words('Агро|Зерно|АгроТех'),
    names: words('Золотой колос|Тихий луг|Степные просторы|Заречное|Медовый край'),
    english: words('Farms|Grain|Orchards'),
    about: {
      ru: 'Сельскохозяйственное предприятие с собственным хранилищем.',
      en: 'Grower with its own stores.',
    },
  },
  construction: {
    endings: words('Строй|СтройМонтаж|Бетон|Кровля'),
    names: words('Надёжный дом|Кирпичный двор|Новый квартал|Высота|Фундамент'),
    english: words('Builders|Construction|Building Supplies'),
    about: { ru: 'Строит склады и жильё, держит базу стройматериалов.', en: 'Builds warehouses and homes.' },
  },
  education: {
    endings: words('Учебник|Курс'),
    names: words('Ступени знаний|Школьный проспект|Умная парта|Книжная орбита'),
    english: words('Learning|School Supplies'),
    about: { ru: 'Снабжает школы мебелью и пособиями.', en: 'Supplies schools with furniture and books.' },
  },
  finance: {
    endings: words('Лизинг|Капитал'),
    names: words('Ясный расчёт|Опора лизинг|Твёрдый курс'),
    english: words('Leasing|Capital'),
    about: { ru: 'Передаёт оборудование в лизинг.', en: 'Leases equipment to others.' },
  },
  food: {
    endings: words('Продукт|Хлеб|Молоко|Рыба|Мясо'),
    names: words(
      'Тёплый хлеб|Молочная река|Сладкая жизнь|Рыбный причал|Бабушкин погреб|Вкусный двор|Солнечный сад',
    ),
    english: words('Foods|Bakery|Dairy|Provisions'),
    about: {
      ru: 'Выпускает продукты питания, склад с холодильными камерами.',
      en: 'Food maker with cold storage.',
    },
  },
  healthcare: {
    endings: words('Мед|Фарм|МедТех'),
    names: words('Белый халат|Добрый доктор|Аптека на углу|Здравушка'),
    english: words('Medical|Pharma|Health Supplies'),
    about: {
      ru: 'Поставляет лекарства и расходные материалы в клиники.',
      en: 'Supplies clinics and pharmacies.',
    },
  },
  it: {
    endings: words('Софт|Телеком|Дата'),
    names: words('Цифровой мост|Чистый код|Облачная верфь|Быстрый байт'),
    english: words('Software|Telecom|Data Systems'),
    about: { ru: 'Внедряет учётные системы, держит склад техники.', en: 'Integrator with a hardware store.' },
  },
  logistics: {
    endings: words('Логистика|Транс|Карго|Терминал'),
    names: words('Скорый груз|Попутный ветер|Доставим вовремя|Красный вагон|Дальний рейс'),
    english: words('Logistics|Freight|Haulage'),
    about: { ru: 'Перевозит и хранит грузы, несколько складов.', en: 'Carrier and warehouse keeper.' },
  },
  manufacturing: {
    endings: words('Пром|Металл|Маш|Пласт|Мебель|Кабель|Пак'),
    names: words(
      'Стальная нить|Точный станок|Медный двор|Вторая смена|Ткацкий дом|Мебельный причал|Картонная фабрика',
    ),
    english: words('Manufacturing|Metalworks|Plastics|Furniture|Packaging'),
    about: { ru: 'Производство со складом сырья и готовой продукции.', en: 'Plant with its own warehouse.' },
  },
  retail: {
    endings: words('Маркет|Дом|Спорт|Обувь'),
    names: words('Весёлый ковёр|Дачный сезон|Кот и клубок|Третий этаж|Полка|Сундучок|Радуга тканей'),
    english: words('Stores|Outfitters|Home & Garden'),
    about: {
      ru: 'Сеть магазинов с распределительным центром.',
      en: 'Chain of shops with a distribution centre.',
    },
  },
  services: {
    endings: words('Сервис|Клининг|Охрана'),
    names: words('Чистый город|Мастер рядом|Тихая гавань|Ремонт без забот'),
    english: words('Services|Facilities'),
    about: { ru: 'Обслуживает здания, ведёт склад инвентаря.', en: 'Looks after buildings.' },
  },
  wholesale: {
    endings: words('Торг|Снаб|Опт|Комплект|Инструмент'),
    names: words('Гвоздь и молоток|Оптовый причал|Главный склад|Белая база|Полный комплект'),
    english: words('Trading|Supply|Wholesale'),
    about: {
      ru: 'Оптовая торговля, склад с адресным хранением.',
      en: 'Wholesaler with a pick-to-bin warehouse.',
    },
  },
};

export const ENGLISH_STEMS =
  'Ashdown Bellmore Briarwood Cedar Clearwater Copperfield Cranmere Dunmore Eastgate Elmhurst Fairhaven Foxglove Glenrock Graystone Harrowby Hazelton Ironbridge Juniper Kestrel Kingfisher Larkspur Maplewood Millbrook Northgate Oakfield Pinecrest Quarrydale Redwood Ridgeway Rosemount Silverlake Stonebridge Summit Tamarack Thornhill Wexcombe Whitestone Willowbank'.split(
    ' ',
  );

/** Stems and legal forms of the other countries; where there are no stems, the English ones serve. */
export const FOREIGN_FORMS: Readonly<
  Record<string, { readonly form: string; readonly stems?: readonly string[]; readonly weight: number }>
> = {
  US: { form: 'Inc.', weight: 13 },
  GB: { form: 'Ltd', weight: 12 },
  DE: {
    form: 'GmbH',
    stems:
      'Nordlicht Eichental Falkenau Grünwerk Hafenstern Lindenhof Rheinblick Silberbach Steinfurt Waldmark'.split(
        ' ',
      ),
    weight: 14,
  },
  FR: {
    form: 'SARL',
    stems: 'Beaurivage Clairmont Grandpré Hauteville Montclair Rochebrune Valfleuri Vertbois'.split(' '),
    weight: 9,
  },
  SE: {
    form: 'AB',
    stems: 'Björkvik Ekudden Granholm Havsbris Norrsken Stenbro Älvdal'.split(' '),
    weight: 7,
  },
  AU: { form: 'Pty Ltd', weight: 6 },
  IE: { form: 'Ltd', stems: ['Ballinrock', 'Clonbeg', 'Glenmara', 'Kilbracken', 'Rathmoyle'], weight: 4 },
  CA: { form: 'Ltd.', weight: 5 },
  KZ: { form: 'ТОО', weight: 18 },
  BY: { form: 'ООО', weight: 12 },
};

export const TAGS = {
  ru: [
    'VIP',
    'тендер',
    'сезонный спрос',
    'доставка своим транспортом',
    'отсрочка 30 дней',
    'сервисный договор',
  ],
  en: ['VIP', 'tender', 'seasonal', 'own transport', 'net 30', 'service contract'],
} as const;
