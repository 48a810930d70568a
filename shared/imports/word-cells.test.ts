import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listCountries } from '../country.ts';
import { readCountry } from './country-cells.ts';
import {
  readCompanyKind,
  readCompanyStatus,
  readDecisionRole,
  readLanguage,
  readYesNo,
} from './word-cells.ts';

describe('words of enumerations', () => {
  it.each([
    ['company kind', readCompanyKind, 'Юр. лицо', 'company'],
    ['company kind', readCompanyKind, 'ИП', 'company'],
    ['company kind', readCompanyKind, 'физическое лицо', 'person'],
    ['company kind', readCompanyKind, 'Person', 'person'],
    ['company status', readCompanyStatus, 'Клиент', 'customer'],
    ['company status', readCompanyStatus, 'Потенциальный клиент', 'prospect'],
    ['company status', readCompanyStatus, 'УШЁЛ', 'former'],
    ['company status', readCompanyStatus, 'customer', 'customer'],
    ['decision role', readDecisionRole, 'ЛПР', 'decision-maker'],
    ['decision role', readDecisionRole, 'decision maker', 'decision-maker'],
    ['decision role', readDecisionRole, 'Decision-Maker', 'decision-maker'],
    ['decision role', readDecisionRole, 'секретарь', 'gatekeeper'],
    ['language', readLanguage, 'Русский', 'ru'],
    ['language', readLanguage, 'en-GB', 'en'],
    ['yes or no', readYesNo, 'Да', true],
    ['yes or no', readYesNo, '+', true],
    ['yes or no', readYesNo, '1', true],
    ['yes or no', readYesNo, 'TRUE', true],
    ['yes or no', readYesNo, 'нет', false],
    ['yes or no', readYesNo, '0', false],
    ['yes or no', readYesNo, '-', false],
  ])('%s, %#', (_, read, word, value) => {
    expect(read(word)).toEqual({ value });
  });

  it.each([
    ['company kind', readCompanyKind, 'завод'],
    ['company status', readCompanyStatus, 'в работе'],
    ['decision role', readDecisionRole, 'директор'],
    ['language', readLanguage, 'немецкий'],
    ['yes or no', readYesNo, 'может быть'],
    ['yes or no', readYesNo, '__proto__'],
    ['company status', readCompanyStatus, 'constructor'],
  ])('%s, %#', (_, read, word) => {
    expect(read(word)).toMatchObject({ code: 'value.not-listed' });
  });
});

describe('countries', () => {
  it.each([
    ['RU', 'RU'],
    ['ru', 'RU'],
    ['Россия', 'RU'],
    ['россия', 'RU'],
    ['РФ', 'RU'],
    ['Российская Федерация', 'RU'],
    ['Russian Federation', 'RU'],
    ['USA', 'US'],
    ['U.S.A.', 'US'],
    ['США', 'US'],
    ['Соединённые Штаты', 'US'],
    ['UK', 'GB'],
    ['Great Britain', 'GB'],
    ['Белоруссия', 'BY'],
    ['Республика Казахстан', 'KZ'],
    ['Кыргызстан', 'KG'],
    ['Czech Republic', 'CZ'],
    ['Korea', 'KR'],
    ['Turkey', 'TR'],
    ["Cote d'Ivoire", 'CI'],
    ['Côte d’Ivoire', 'CI'],
    ['Mexico', 'MX'],
    ['Venezuela', 'VE'],
  ])('%s', (text, code) => {
    expect(readCountry(text)).toBe(code);
  });

  it.each(['XK', 'Philipines', 'Атлантида', '', '—', 'x'.repeat(100_000)])('refuses %.20j', (text) => {
    expect(readCountry(text)).toMatchObject({ code: 'country.unknown' });
  });

  it('are all known by code and by the names that the platform gives them', () => {
    const displays = ['en', 'ru'].map((language) => new Intl.DisplayNames([language], { type: 'region' }));
    fc.assert(
      fc.property(fc.constantFrom(...listCountries()), fc.boolean(), (code, upper) => {
        for (const name of [code, ...displays.map((display) => display.of(code) ?? '')]) {
          expect(readCountry(upper ? name.toUpperCase() : name.toLowerCase())).toBe(code);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
