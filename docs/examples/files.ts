import { createHash } from 'node:crypto';

/** A file that the examples speak of: what is told of it before it is sent, and what is sent. */
export interface ExampleFile {
  readonly told: { readonly fileName: string; readonly bytes: number; readonly sha256: string };
  readonly content: Uint8Array<ArrayBuffer>;
}

function file(fileName: string, content: Uint8Array<ArrayBuffer>): ExampleFile {
  const sha256 = createHash('sha256').update(content).digest('base64');
  return { told: { fileName, bytes: content.byteLength, sha256 }, content };
}

/** A file of a usual size that begins as its type does; what follows is nothing. */
function beginning(fileName: string, start: Uint8Array, bytes: number): ExampleFile {
  const content = new Uint8Array(bytes);
  content.set(start);
  return file(fileName, content);
}

export const CONTRACT = beginning('Договор № 12.pdf', Buffer.from('%PDF-1.7\n'), 482_133);
export const BUSINESS_CARD = beginning('Визитка.jpg', Buffer.from('ffd8ffe0', 'hex'), 90_412);

/** The rows of a list: one client who is new, one who is here already, and one with a mistake. */
export const CLIENT_ROWS = [
  ['Компания', 'ИНН', 'КПП', 'Телефон', 'Отрасль', 'Контактное лицо', 'Должность', 'Заметка'],
  [
    'ООО «Незабудка»',
    '7736050003',
    '773601001',
    '8 (495) 123-45-99',
    'Торг.',
    'Петров Пётр',
    'Директор',
    'Знакомы с выставки',
  ],
  ['АО «Лютик»', '', '', '8 (343) 222-33-44', '', 'Лисицына Вера', 'Бухгалтер', ''],
  ['ООО «Василёк»', '7736050004', '', '', 'Торг.', '', '', ''],
] as const;

export const CLIENT_LIST = file(
  'клиенты.csv',
  new TextEncoder().encode(CLIENT_ROWS.map((cells) => `${cells.join(';')}\r\n`).join('')),
);
