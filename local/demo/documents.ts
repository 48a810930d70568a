import type { DemoDocument, Step } from './model.ts';
import type { Outline } from './outline.ts';
import type { Random } from './random.ts';
import type { Conversation } from './words/conversation.ts';
import { ENGLISH_CONVERSATION } from './words/conversation-en.ts';
import { RUSSIAN_CONVERSATION } from './words/conversation-ru.ts';

/** One offer in this many is on the card as a document, and one of these in so many comes with a price list. */
const OFFERS = 8;
const PRICE_LISTS = 2;

interface Words {
  readonly conversation: Conversation;
  readonly offer: string;
  readonly client: string;
  readonly total: string;
  readonly priceList: string;
  readonly columns: readonly [name: string, price: string];
}

const WORDS: Readonly<Record<'ru' | 'en', Words>> = {
  ru: {
    conversation: RUSSIAN_CONVERSATION,
    offer: 'Коммерческое предложение №',
    client: 'Клиент',
    total: 'Итого',
    priceList: 'Прайс-лист.csv',
    columns: ['Наименование', 'Цена, руб.'],
  },
  en: {
    conversation: ENGLISH_CONVERSATION,
    offer: 'Offer',
    client: 'Client',
    total: 'Total',
    priceList: 'Price list.csv',
    columns: ['Item', 'Price, EUR'],
  },
};

/** The documents of some cards: the latest offer, attached to the entry that speaks of it, and a price list beside it. */
export function makeDocuments(
  { language }: Pick<Outline, 'language'>,
  client: string,
  history: readonly Step[],
  random: Random,
): DemoDocument[] {
  const entry = history.findLastIndex((step) => step.kind === 'logged' && step.input.topic === 'offer');
  const step = history[entry];
  if (step === undefined || random.int(1, OFFERS) > 1) return [];
  const words = WORDS[language];
  const { by, at } = step;
  const title = `${words.offer} ${random.int(100, 999)}`;
  const goods = random
    .sample(words.conversation.products, random.int(2, 4))
    .map((name) => ({ name, price: random.int(20, 900) * 100 }));
  const offer: DemoDocument = {
    by,
    at,
    entry,
    fileName: `${title}.rtf`,
    contentType: 'application/rtf',
    content: richText([
      title,
      `${words.client}: ${client}`,
      ...goods.map(lineOf),
      lineOf(totalOf(words, goods)),
    ]),
  };
  if (random.int(1, PRICE_LISTS) > 1) return [offer];
  return [
    offer,
    {
      by,
      at,
      entry,
      fileName: words.priceList,
      contentType: 'text/csv',
      content: table(words.columns, goods),
    },
  ];
}

interface Good {
  readonly name: string;
  readonly price: number;
}

const lineOf = ({ name, price }: Good): string => `${name}: ${price}`;

const totalOf = ({ total }: Words, goods: readonly Good[]): Good => ({
  name: total,
  price: goods.reduce((sum, { price }) => sum + price, 0),
});

/** Rich Text Format 1.9.1: letters outside ASCII by their numbers, which are signed 16-bit. */
function richText(paragraphs: readonly string[]): Uint8Array {
  const escaped = paragraphs.map((paragraph) =>
    paragraph
      .replaceAll(/[\\{}]/g, (character) => `\\${character}`)
      .replaceAll(/[^\x20-\x7e]/g, (character) => {
        const unit = character.charCodeAt(0);
        return `\\u${unit > 0x7fff ? unit - 0x10000 : unit}?`;
      }),
  );
  return Buffer.from(`{\\rtf1\\ansi\\uc1 ${escaped.join('\\par\n')}\\par}\n`);
}

/** As spreadsheets write it for Excel: with a byte order mark, semicolons and CR LF. */
const table = (columns: readonly string[], goods: readonly Good[]): Uint8Array =>
  Buffer.from(
    `\ufeff${[columns, ...goods.map(({ name, price }) => [name, `${price},00`])]
      .map((row) => `${row.join(';')}\r\n`)
      .join('')}`,
  );
