import type { Language } from '../../shared/zone.ts';
import type { Random } from './random.ts';
import { FOREIGN_NAMES } from './words/foreign-people.ts';
import { FEMALE_NAMES, feminine, MALE_NAMES, PATRONYMICS, SURNAMES } from './words/russian-people.ts';

/** A person's name, whole and in parts. */
export interface Person {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly middleName?: string;
  /** As one speaks of the person to colleagues: «Анна Сергеевна», "Helen Barlow". */
  readonly spoken: string;
}

/** Somebody of a country; where Russian is spoken, with a patronymic. */
export function makePerson(country: string, language: Language, random: Random): Person {
  if (language === 'ru') return russianPerson(random);
  const { given, surnames } = FOREIGN_NAMES[country] ?? FOREIGN_NAMES['GB'] ?? { given: [], surnames: [] };
  const firstName = random.pick(given);
  const lastName = random.pick(surnames);
  const name = `${firstName} ${lastName}`;
  return { name, firstName, lastName, spoken: name };
}

function russianPerson(random: Random): Person {
  const woman = random.chance(0.5);
  const surname = random.pick(SURNAMES);
  const father = random.pick(PATRONYMICS);
  return inRussian(
    woman ? feminine(surname) : surname,
    random.pick(woman ? FEMALE_NAMES : MALE_NAMES),
    woman ? father.daughter : father.son,
  );
}

/** A Russian name from its parts, in the order of papers: surname, name, patronymic. */
export function inRussian(lastName: string, firstName: string, middleName: string): Person {
  return {
    name: `${lastName} ${firstName} ${middleName}`,
    firstName,
    lastName,
    middleName,
    spoken: `${firstName} ${middleName}`,
  };
}
