import type { PasswordFlaw } from './password.ts';

const en = {
  product: 'Kartoteka',
  signInTitle: 'Sign in',
  signInLead: 'Use your work e-mail and password.',
  email: 'E-mail',
  password: 'Password',
  signIn: 'Sign in',
  forgotten: 'Forgotten your password? Ask your administrator for a new one.',
  refused: 'The e-mail or the password is wrong.',
  outlived: 'This temporary password has expired. Ask your administrator for a new one.',
  locked: 'Too many failed attempts. Wait a minute and try again.',
  newPasswordTitle: 'Choose your password',
  newPasswordLead: 'You signed in with a temporary password. Choose one that only you know.',
  newPassword: 'New password',
  newPasswordAgain: 'New password once more',
  save: 'Save and continue',
  different: 'The two passwords differ.',
  published: 'This password is published in the documentation. Choose another one.',
  flaws: {
    short: (least: number) => `The password is too short: it needs at least ${least} characters.`,
    long: () => 'The password is too long.',
    uppercase: () => 'The password needs an upper-case Latin letter.',
    lowercase: () => 'The password needs a lower-case Latin letter.',
    digit: () => 'The password needs a digit.',
    symbol: () => 'The password needs a symbol such as - _ ! ? @.',
  } satisfies Record<PasswordFlaw, (least: number) => string>,
  registerOffer: 'No login yet? Register',
  registerTitle: 'Register',
  registerLead: 'Your address will be confirmed by a code.',
  register: 'Register',
  registered: 'I have a login',
  address: 'This is no e-mail address.',
  taken: 'There is a login of this address already: sign in.',
  codeTitle: 'Confirm your address',
  codeLead: (email: string) => `We have sent a code to ${email}.`,
  code: 'Code',
  confirm: 'Confirm',
  wrongCode: 'This is not the code, or it has expired. Sign in to get a new one.',
  signOutTitle: 'Sign out?',
  signOutLead: 'You will need your password to come back.',
  signOut: 'Sign out',
  stay: 'Stay signed in',
  signedOutTitle: 'You are signed out',
  signedOutLead: 'You may close this page.',
  expiredTitle: 'This sign-in has expired',
  expiredLead:
    'It was left open for too long or was finished in another tab. Start again from the application.',
  failedTitle: 'Sign-in cannot go on',
  failedLead: 'The application asked for something that we cannot do. Go back to it and start again.',
  details: 'Details for support',
  toApplication: 'Go to Kartoteka',
};

type Texts = typeof en;

const ru: Texts = {
  product: 'Картотека',
  signInTitle: 'Вход',
  signInLead: 'Введите рабочую почту и пароль.',
  email: 'Электронная почта',
  password: 'Пароль',
  signIn: 'Войти',
  forgotten: 'Забыли пароль? Попросите новый у администратора.',
  refused: 'Неверная почта или пароль.',
  outlived: 'Срок временного пароля истёк. Попросите новый у администратора.',
  locked: 'Слишком много неудачных попыток. Подождите минуту и попробуйте снова.',
  newPasswordTitle: 'Придумайте пароль',
  newPasswordLead: 'Вы вошли с временным паролем. Придумайте такой, который знаете только вы.',
  newPassword: 'Новый пароль',
  newPasswordAgain: 'Новый пароль ещё раз',
  save: 'Сохранить и продолжить',
  different: 'Пароли не совпадают.',
  published: 'Этот пароль опубликован в документации. Придумайте другой.',
  flaws: {
    short: (least) => `Пароль слишком короткий, наименьшая длина: ${least}.`,
    long: () => 'Пароль слишком длинный.',
    uppercase: () => 'В пароле нужна заглавная латинская буква.',
    lowercase: () => 'В пароле нужна строчная латинская буква.',
    digit: () => 'В пароле нужна цифра.',
    symbol: () => 'В пароле нужен знак, например - _ ! ? @.',
  },
  registerOffer: 'Ещё нет входа? Зарегистрируйтесь',
  registerTitle: 'Регистрация',
  registerLead: 'Мы проверим адрес кодом.',
  register: 'Зарегистрироваться',
  registered: 'У меня уже есть вход',
  address: 'Это не адрес электронной почты.',
  taken: 'Вход с этим адресом уже есть: войдите.',
  codeTitle: 'Подтвердите адрес',
  codeLead: (email) => `Мы отправили код на ${email}.`,
  code: 'Код',
  confirm: 'Подтвердить',
  wrongCode: 'Код неверный, или его срок истёк. Войдите, чтобы получить новый.',
  signOutTitle: 'Выйти?',
  signOutLead: 'Чтобы вернуться, понадобится пароль.',
  signOut: 'Выйти',
  stay: 'Остаться',
  signedOutTitle: 'Вы вышли',
  signedOutLead: 'Страницу можно закрыть.',
  expiredTitle: 'Время входа истекло',
  expiredLead:
    'Страница была открыта слишком долго или вход завершён в другой вкладке. Начните снова из приложения.',
  failedTitle: 'Войти не получилось',
  failedLead: 'Приложение попросило то, чего мы не можем сделать. Вернитесь в него и начните снова.',
  details: 'Подробности для поддержки',
  toApplication: 'Перейти в Картотеку',
};

export type Language = 'en' | 'ru';
export const TEXTS: Readonly<Record<Language, Texts>> = { en, ru };

/**
 * The language of the pages: the application's wish (`ui_locales`, OpenID Connect Core 3.1.2.1), then the browser's
 * `Accept-Language` by its weights (RFC 9110, 12.5.4), else English.
 */
export function chooseLanguage(uiLocales: unknown, acceptLanguage: string | undefined): Language {
  const wished = typeof uiLocales === 'string' ? uiLocales.split(' ') : [];
  const accepted = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((left, right) => right.weight - left.weight);
  for (const tag of [...wished, ...accepted.map((entry) => entry.tag)]) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'ru' || primary === 'en') return primary;
  }
  return 'en';
}
