import type { DictionaryName } from '../../shared/platform/dictionary.ts';

type Labels = readonly [id: string, ru: string, en: string];

/** What a new organisation begins with; it changes the lists as it likes. */
export const DEFAULT_ENTRIES: Readonly<Record<DictionaryName, readonly Labels[]>> = {
  industries: [
    ['agriculture', 'Сельское хозяйство', 'Agriculture'],
    ['construction', 'Строительство', 'Construction'],
    ['education', 'Образование', 'Education'],
    ['finance', 'Финансы', 'Finance'],
    ['food', 'Продукты питания', 'Food'],
    ['healthcare', 'Здравоохранение', 'Healthcare'],
    ['it', 'ИТ и связь', 'IT and telecommunications'],
    ['logistics', 'Транспорт и логистика', 'Transport and logistics'],
    ['manufacturing', 'Производство', 'Manufacturing'],
    ['retail', 'Розничная торговля', 'Retail'],
    ['services', 'Услуги', 'Services'],
    ['wholesale', 'Оптовая торговля', 'Wholesale'],
  ],
  segments: [
    ['key', 'Ключевые', 'Key accounts'],
    ['large', 'Крупные', 'Large'],
    ['medium', 'Средние', 'Medium'],
    ['small', 'Малые', 'Small'],
    ['individuals', 'Частные лица', 'Individuals'],
  ],
  'lead-sources': [
    ['advertising', 'Реклама', 'Advertising'],
    ['cold-call', 'Холодный звонок', 'Cold call'],
    ['exhibition', 'Выставка', 'Exhibition'],
    ['mailing', 'Рассылка', 'Mailing'],
    ['partner', 'Партнёр', 'Partner'],
    ['recommendation', 'Рекомендация', 'Recommendation'],
    ['web', 'Сайт', 'Web site'],
  ],
  'contact-topics': [
    ['introduction', 'Знакомство', 'Introduction'],
    ['needs', 'Потребности', 'Needs'],
    ['offer', 'Предложение', 'Offer'],
    ['negotiation', 'Переговоры', 'Negotiation'],
    ['delivery', 'Поставка', 'Delivery'],
    ['payment', 'Оплата', 'Payment'],
    ['complaint', 'Претензия', 'Complaint'],
    ['support', 'Поддержка', 'Support'],
  ],
};
