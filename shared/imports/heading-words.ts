/** Signs that stand for words in headings. */
const SIGNS: Readonly<Record<string, string>> = { '₽': ' rub ', $: ' usd ', '€': ' eur ', '№': ' номер ' };

/** Endings of Russian plurals and cases, as far as headings have them. */
const RUSSIAN_ENDING = /(?<=[а-я]{3})(?:ого|его|ому|ыми|ими|ами|ями|ов|ев|ах|ях|ых|их|ам|ям|[аеиоуыэюяьй]+)$/;

/**
 * The words of a heading in one form, so that `Телефоны`, `телефон:` and `ТЕЛЕФОН 2` are the same, as are `companyName`,
 * `Company name` and `company_names`. Numbers are left out, and endings cut off: not all that is left is a word.
 */
export function headingWords(heading: string): string[] {
  const apart = heading
    .normalize('NFC')
    .replaceAll(/№\s*\d+/g, ' ')
    .replaceAll(/[₽$€№]/g, (sign) => SIGNS[sign] ?? ' ')
    .replaceAll(/(\p{Ll})(?=\p{Lu})|(\p{L})(?=\d)|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$& ')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[’']s\b/g, '')
    // The letter of "1C" is typed in either alphabet.
    .replaceAll(/1[cс](?![a-zа-я])/g, '1с')
    .replaceAll(/(?<![a-zа-я])(?:e|е)[\s_-]*mail/g, 'email')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
  return apart
    .split(' ')
    .filter((word) => word !== '' && !/^\d+$/.test(word))
    .map(stem);
}

function stem(word: string): string {
  if (/[а-я]/.test(word)) return word.replace(RUSSIAN_ENDING, '');
  if (word.length <= 3) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.endsWith('sses')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
