import type * as z from 'zod';
import { companyInputSchema, companyStatusSchema } from '../clients/company.ts';
import { decisionRoleSchema } from '../clients/contact.ts';
import type { Refusal } from '../issue.ts';
import { languageSchema } from '../zone.ts';

/** One form of words that people write in many: case, yo and ye, points and hyphens do not matter. */
export const wordKey = (word: string): string =>
  word
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\p{N}+]+/gu, ' ')
    .trim();

/** The values of an enumeration with the words that mean them, besides the value itself. */
function vocabulary<Value extends string>(
  schema: z.ZodEnum<Record<string, Value>>,
  words: Readonly<Record<Value, string>>,
) {
  const meanings = new Map<string, Value>();
  for (const value of schema.options) {
    for (const word of [value, ...words[value].split('|')]) meanings.set(wordKey(word), value);
  }
  const message = `Give one of these: ${schema.options.join(', ')}; or say in "values" what the word stands for.`;
  const refusal: Refusal = { code: 'value.not-listed', message };
  return (word: string): { readonly value: Value } | Refusal => {
    const value = meanings.get(wordKey(word));
    return value === undefined ? refusal : { value };
  };
}

/** A firm or an individual. A sole trader has requisites of a firm's kind, and is one here. */
export const readCompanyKind = vocabulary(companyInputSchema.shape.kind.unwrap(), {
  company:
    'компания|организация|фирма|предприятие|юр|юр лицо|юрлицо|юридическое лицо|ЮЛ|ИП|индивидуальный предприниматель|firm|organization|organisation|business|legal entity|legal person',
  person:
    'человек|персона|физ|физ лицо|физлицо|физическое лицо|ФЛ|частное лицо|частник|individual|natural person|private person',
});

export const readCompanyStatus = vocabulary(companyStatusSchema, {
  prospect:
    'потенциальный|потенциальный клиент|лид|новый|новый клиент|интересуется|potential|potential customer|lead|new',
  customer:
    'клиент|действующий|действующий клиент|активный|активный клиент|постоянный|постоянный клиент|покупатель|active|active customer|client|current',
  former:
    'бывший|бывший клиент|ушел|ушедший|потерян|потерянный|неактивный|архив|lost|inactive|churned|ex customer|past',
});

export const readDecisionRole = vocabulary(decisionRoleSchema, {
  'decision-maker':
    'ЛПР|принимает решения|лицо принимающее решения|принимающий решения|decider|decision maker',
  influencer: 'ЛВР|влияет|влияет на решения|лицо влияющее на решение|влияющий|influences',
  user: 'пользователь|конечный пользователь|пользуется|end user',
  gatekeeper: 'привратник|секретарь|не пускает|gate keeper',
  champion: 'сторонник|союзник|за нас|адвокат|coach|sponsor',
});

export const readLanguage = vocabulary(languageSchema, {
  ru: 'русский|рус|russian|rus|ru RU|россия',
  en: 'английский|англ|english|eng|en US|en GB',
});

const YES = new Set('да|д|yes|y|true|истина|1|+|есть|верно|x|х|v|✓|✔|☑|on'.split('|'));
const NO = new Set('нет|н|no|n|false|ложь|0|-|–|—|off'.split('|'));

/** Yes or no, in the ways lists say it. Code: `value.not-listed`. */
export function readYesNo(word: string): { readonly value: boolean } | Refusal {
  const key = word.trim().toLowerCase();
  if (YES.has(key)) return { value: true };
  if (NO.has(key)) return { value: false };
  return { code: 'value.not-listed', message: 'Give yes or no; "да", "нет", 1, 0 and + are understood too.' };
}
