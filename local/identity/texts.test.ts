import { expect, test } from 'vitest';
import { chooseLanguage } from './texts.ts';

test.each([
  [undefined, undefined, 'en'],
  [undefined, 'ru', 'ru'],
  [undefined, 'ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7', 'ru'],
  [undefined, 'en;q=0.3, ru;q=0.8', 'ru'],
  [undefined, 'ru;q=0, en;q=0.1', 'en'],
  [undefined, 'kk, *;q=0.5', 'en'],
  [undefined, ';;q=,,q', 'en'],
  ['kk ru', 'en', 'ru'],
  [['ru'], 'en', 'en'],
])('ui_locales %j and Accept-Language %j give %s', (uiLocales, acceptLanguage, expected) => {
  expect(chooseLanguage(uiLocales, acceptLanguage)).toBe(expected);
});
