import type { ObjectDefinition, StoredData } from './object.ts';

type Party = { readonly type: string; readonly id: string };

const part = (name: string) => (data: StoredData) => (data['contact'] as StoredData | undefined)?.[name];

/** An entry that repeats what was written on a company's card belongs to that company too. */
function partyOf(type: 'company' | 'contact') {
  return (data: StoredData): unknown => {
    const parties = [data['subject'], data['origin']] as (Party | undefined)[];
    return parties.find((party) => party?.type === type)?.id;
  };
}

/** Digits of ULIDs: Crockford's base 32, https://github.com/ulid/spec. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * One id of two: an entry that repeats another one on a second chronology has its id, so that id and card together tell the two
 * apart. Digits are combined bit by bit, which keeps the random part random.
 */
function mixed(one: string, other: string): string {
  const digit = (text: string, index: number): number => DIGITS.indexOf(text.charAt(index));
  return Array.from(one, (_, index) => DIGITS.charAt(digit(one, index) ^ digit(other, index))).join('');
}

/** The id in a field, told apart by the card where the entry repeats what stands on another one. */
function ownId(name: 'id' | 'corrects') {
  return (data: StoredData): unknown => {
    const id = data[name];
    if (typeof id !== 'string' || data['origin'] === undefined) return id;
    return mixed(id, (data['subject'] as Party).id);
  };
}

/** What happened with clients, entry by entry. */
export const timelineObject: ObjectDefinition = {
  name: 'timeline',
  kind: 'timeline',
  label: { ru: 'Хронология', en: 'Timeline' },
  fields: {
    id: { type: 'id', label: { ru: 'Идентификатор', en: 'Id' }, read: ownId('id') },
    kind: {
      type: 'code',
      label: { ru: 'Вид записи', en: 'Kind' },
      options: {
        created: { ru: 'Создание', en: 'Created' },
        changed: { ru: 'Изменение', en: 'Changed' },
        deleted: { ru: 'Удаление', en: 'Deleted' },
        restored: { ru: 'Восстановление', en: 'Restored' },
        note: { ru: 'Заметка', en: 'Note' },
        'contact-logged': { ru: 'Контакт', en: 'Contact' },
        'contact-linked': { ru: 'Связь с человеком', en: 'Person linked' },
        'contact-link-changed': { ru: 'Изменение связи', en: 'Link changed' },
        'contact-unlinked': { ru: 'Связь убрана', en: 'Person unlinked' },
        'contact-changed': { ru: 'Изменение человека', en: 'Person changed' },
        'relation-added': { ru: 'Отношение', en: 'Relation added' },
        'relation-removed': { ru: 'Отношение убрано', en: 'Relation removed' },
        'document-attached': { ru: 'Документ', en: 'Document attached' },
        'document-removed': { ru: 'Документ убран', en: 'Document removed' },
        'document-infected': { ru: 'Заражённый документ', en: 'Infected document' },
      },
    },
    company: {
      type: 'id',
      of: 'companies',
      label: { ru: 'Компания', en: 'Company' },
      read: partyOf('company'),
    },
    contact: {
      type: 'id',
      of: 'contacts',
      label: { ru: 'Контактное лицо', en: 'Contact' },
      read: partyOf('contact'),
    },
    occurredAt: { type: 'instant', label: { ru: 'Когда', en: 'When' } },
    recordedAt: { type: 'instant', label: { ru: 'Записано', en: 'Recorded at' } },
    actor: { type: 'id', of: 'users', label: { ru: 'Кто', en: 'Who' } },
    channel: {
      type: 'code',
      label: { ru: 'Канал', en: 'Channel' },
      options: {
        call: { ru: 'Звонок', en: 'Call' },
        letter: { ru: 'Письмо', en: 'Letter' },
        meeting: { ru: 'Встреча', en: 'Meeting' },
        visit: { ru: 'Визит', en: 'Visit' },
      },
      read: part('channel'),
    },
    direction: {
      type: 'code',
      label: { ru: 'Направление', en: 'Direction' },
      options: { in: { ru: 'Входящий', en: 'In' }, out: { ru: 'Исходящий', en: 'Out' } },
      read: part('direction'),
    },
    topic: {
      type: 'code',
      dictionary: 'contact-topics',
      label: { ru: 'Тема', en: 'Topic' },
      read: part('topic'),
    },
    outcome: { type: 'text', label: { ru: 'Итог', en: 'Outcome' }, read: part('outcome') },
    durationMinutes: {
      type: 'number',
      label: { ru: 'Минут', en: 'Minutes' },
      read: part('durationMinutes'),
    },
    changedFields: {
      type: 'code',
      list: true,
      label: { ru: 'Изменённые поля', en: 'Changed fields' },
      read: (data) => (data['changes'] as { field: string }[] | undefined)?.map(({ field }) => field),
    },
    text: { type: 'text', long: true, label: { ru: 'Текст', en: 'Text' } },
    corrects: { type: 'id', label: { ru: 'Исправляет', en: 'Corrects' }, read: ownId('corrects') },
    corrected: {
      type: 'boolean',
      label: { ru: 'Исправлена', en: 'Was corrected' },
      // Whether something has set it right is told by other entries, when they come.
      read: () => false,
    },
    repeated: {
      type: 'boolean',
      label: { ru: 'Повтор', en: 'Repeats another card' },
      read: (data) => data['origin'] !== undefined,
    },
  },
  relations: {
    company: { to: 'companies', ours: 'company', label: { ru: 'Компания', en: 'Company' } },
    contact: { to: 'contacts', ours: 'contact', label: { ru: 'Контактное лицо', en: 'Contact' } },
  },
  access: { through: ['company', 'contact'], first: true },
  fullText: { words: [], notes: 'self' },
  shown: ['kind', 'occurredAt', 'actor', 'company', 'contact', 'channel', 'direction', 'topic', 'outcome'],
  order: { field: 'occurredAt', direction: 'descending' },
  corrects: 'corrects',
  repeats: 'repeated',
};
