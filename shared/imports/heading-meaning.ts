import { emailKindSchema, phoneKindSchema } from '../clients/channels.ts';
import { FIELDS } from './fields.ts';
import { headingWords } from './heading-words.ts';
import * as known from './headings.ts';
import type { ColumnMapping } from './mapping.ts';
import { ADDRESS_KINDS } from './mapping-checks.ts';

/** Whose a column is where the heading says it: `Телефон контакта`. */
export type Owner = 'company' | 'contact';

/** What a heading says besides the field. */
interface Hints extends Pick<ColumnMapping, 'kind' | 'unit' | 'currency'> {
  readonly owner?: Owner;
  /** Set where words were left out that say nothing, such as "in" before a unit. */
  readonly filled?: true;
}

export interface HeadingMeaning {
  readonly meaning: known.Meaning | 'external-id';
  readonly owner?: Owner;
  readonly options: Pick<ColumnMapping, 'kind' | 'unit' | 'currency' | 'source'>;
}

const phrasesOf = (text: string): string[][] => text.split('|').map(headingWords);

interface Hint {
  readonly phrase: readonly string[];
  readonly says: Hints;
}

const hintsOf = (text: string, says: Hints): Hint[] => phrasesOf(text).map((phrase) => ({ phrase, says }));
const hintsFrom = (texts: Readonly<Record<string, string>>, says: (key: string) => Hints): Hint[] =>
  Object.entries(texts).flatMap(([key, text]) => hintsOf(text, says(key)));

const makeLexicon = () => ({
  meanings: new Map(
    Object.entries(known.HEADINGS).flatMap(([meaning, text]) =>
      phrasesOf(text).map((words) => [words.join(' '), meaning as known.Meaning] as const),
    ),
  ),
  hints: [
    ...hintsOf(known.CONTACT_WORDS, { owner: 'contact' }),
    ...hintsOf(known.COMPANY_WORDS, { owner: 'company' }),
    ...hintsFrom(known.KIND_WORDS, (kind) => ({ kind })),
    ...hintsFrom(known.UNIT_WORDS, (unit) => ({ unit: unit as 'thousand' })),
    ...hintsFrom(known.CURRENCY_WORDS, (currency) => ({ currency: currency as 'RUB' })),
    ...hintsOf(known.FILLERS, { filled: true }),
  ],
  idWords: phrasesOf(known.ID_WORDS),
});

/** Made at first use: it takes some 5 ms, which a function's start need not wait for. */
let lexicon: ReturnType<typeof makeLexicon> | undefined;

function lexiconMade(): ReturnType<typeof makeLexicon> {
  lexicon ??= makeLexicon();
  return lexicon;
}

/** Longer headings are sentences; and words of all kinds can be taken out of a few in few ways only. */
const MAX_WORDS = 10;

/** What a heading means; undefined for one that is not known. */
export function meaningOf(heading: string): HeadingMeaning | undefined {
  const words = headingWords(heading);
  if (words.length > MAX_WORDS) return undefined;
  return externalIdOf(words) ?? findMeaning(words, {});
}

function findMeaning(words: readonly string[], hints: Hints): HeadingMeaning | undefined {
  const { meanings, hints: hintsKnown } = lexiconMade();
  const meaning = meanings.get(words.join(' '));
  if (meaning !== undefined && suits(meaning, hints)) {
    const { owner, filled: _, ...options } = hints;
    return { meaning, options, ...(owner === undefined ? {} : { owner }) };
  }
  for (const { phrase, says } of hintsKnown) {
    if (Object.keys(says).some((key) => key in hints)) continue;
    const at = placeOf(phrase, words);
    const found = at < 0 ? undefined : findMeaning(words.toSpliced(at, phrase.length), { ...hints, ...says });
    if (found) return found;
  }
  return undefined;
}

const placeOf = (phrase: readonly string[], words: readonly string[]): number =>
  words.findIndex((_, at) => phrase.every((word, index) => words[at + index] === word));

/** Whether what the other words say can be said of this meaning. */
function suits(meaning: known.Meaning, { owner, kind, unit, currency, filled }: Hints): boolean {
  const [part, rest] = meaning.split('.');
  const shared = rest === undefined;
  if (owner === 'company' && !shared && part !== 'company') return false;
  if (owner === 'contact' && !shared && part !== 'contact' && part !== 'place') return false;
  const amount = meaning in FIELDS && FIELDS[meaning as keyof typeof FIELDS].reads === 'amount';
  if (!amount && (unit ?? currency ?? filled) !== undefined) return false;
  return kind === undefined || kindsOf(meaning).includes(kind);
}

function kindsOf(meaning: known.Meaning): readonly string[] {
  if (meaning === 'phone') return phoneKindSchema.options;
  if (meaning === 'email') return emailKindSchema.options;
  if (meaning === 'street') return ADDRESS_KINDS;
  const reads = meaning in FIELDS ? FIELDS[meaning as keyof typeof FIELDS].reads : undefined;
  return reads === 'address' || reads === 'country' ? ADDRESS_KINDS : [];
}

/** Only an id whose system the heading names: ids of two lists, both numbered from 1, would make one client of two. */
function externalIdOf(words: readonly string[]): HeadingMeaning | undefined {
  const has = (text: string): boolean => phrasesOf(text).some((phrase) => placeOf(phrase, words) >= 0);
  const [source] =
    Object.entries(known.SYSTEM_HEADINGS).find(([, text]) => has(text)) ??
    Object.entries(known.SYSTEM_WORDS).find(
      ([, text]) => has(text) && lexiconMade().idWords.some((phrase) => placeOf(phrase, words) >= 0),
    ) ??
    [];
  if (source === undefined) return undefined;
  const owner = has(known.CONTACT_WORDS) ? 'contact' : has(known.COMPANY_WORDS) ? 'company' : undefined;
  return { meaning: 'external-id', options: { source }, ...(owner === undefined ? {} : { owner }) };
}
