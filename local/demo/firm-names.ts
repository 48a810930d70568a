import type { Outline } from './outline.ts';
import type { Random } from './random.ts';
import { ENGLISH_STEMS, FOREIGN_FORMS, INDUSTRIES, RUSSIAN_STEMS } from './words/firms.ts';

export interface FirmName {
  /** Without the legal form. */
  readonly core: string;
  /** As people call it. */
  readonly name: string;
  readonly legalName?: string;
}

const LEGAL_FORMS: Readonly<Record<string, string>> = {
  ООО: 'Общество с ограниченной ответственностью',
  АО: 'Акционерное общество',
  ПАО: 'Публичное акционерное общество',
  ТОО: 'Товарищество с ограниченной ответственностью',
};

/** Names for all outlines, no two alike; a branch is called after its parent and its city. */
export function nameFirms(
  outlines: readonly Outline[],
  person: (random: Random) => string,
  random: Random,
): FirmName[] {
  const taken = new Set<string>();
  const made: FirmName[] = [];
  for (const outline of outlines) {
    const parent = outline.parent === undefined ? undefined : made[outline.parent];
    let firm = parent ? branch(parent, outline, random) : invent(outline, person, random);
    while (taken.has(firm.name)) firm = invent(outline, person, random);
    taken.add(firm.name);
    made.push(firm);
  }
  return made;
}

function invent(outline: Outline, person: (random: Random) => string, random: Random): FirmName {
  if (outline.segment === 'individuals') {
    const name = person(random);
    return { core: name, name: `ИП ${name}`, legalName: `Индивидуальный предприниматель ${name}` };
  }
  return withForm(core(outline, random), outline, random);
}

/** Where the parent has a branch in the city already, the name is taken and another firm is invented instead. */
const branch = (parent: FirmName, outline: Outline, random: Random): FirmName =>
  withForm(`${parent.core} ${outline.city.name}`, outline, random);

function core({ country, industry, language }: Outline, random: Random): string {
  const { endings = [], names = [], english = [] } = INDUSTRIES[industry] ?? {};
  if (language === 'ru') {
    return random.chance(0.35) ? random.pick(names) : random.pick(RUSSIAN_STEMS) + random.pick(endings);
  }
  return `${random.pick(FOREIGN_FORMS[country]?.stems ?? ENGLISH_STEMS)} ${random.pick(english)}`;
}

function withForm(name: string, { country, language }: Outline, random: Random): FirmName {
  const russian = random.weighted([
    ['ООО', 82],
    ['АО', 15],
    ['ПАО', 3],
  ] as const);
  const form = country === 'RU' ? russian : (FOREIGN_FORMS[country]?.form ?? 'Ltd');
  if (language === 'en') return { core: name, name: `${name} ${form}` };
  return { core: name, name: `${form} «${name}»`, legalName: `${LEGAL_FORMS[form] ?? form} «${name}»` };
}
