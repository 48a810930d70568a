import { expect, test } from 'vitest';
import { parseConfig, webOriginsOf } from './config.ts';

test('nothing has to be set', () => {
  expect(parseConfig({})).toEqual({
    stage: 'main',
    architecture: 'arm64',
    'log-retention-days': 30,
    'sign-up': 'closed',
    'machine-client': false,
    'requests-per-minute': 3000,
    'web-origins': [],
    bundled: false,
    validate: true,
    'downloads-wait-for-scan': false,
  });
});

test('text from a command line becomes flags, numbers and lists', () => {
  const config = parseConfig({
    bundled: 'true',
    validate: 'false',
    'log-retention-days': '90',
    'oidc-issuer': 'https://id.example.com/',
    'oidc-audience': 'web, mobile',
    'web-origins': 'https://app.example.com, http://localhost:5173',
  });
  expect(config).toMatchObject({ bundled: true, validate: false, 'log-retention-days': 90 });
  expect(config['oidc-issuer']).toBe('https://id.example.com');
  expect(config['oidc-audience']).toEqual(['web', 'mobile']);
  expect(config['web-origins']).toEqual(['https://app.example.com', 'http://localhost:5173']);
});

test.each([
  [{ stage: 'Prod!' }, 'kartoteka:stage'],
  [{ 'sign-up': 'yes' }, 'kartoteka:sign-up'],
  [{ region: 'Frankfurt' }, 'kartoteka:region'],
  [{ account: '42' }, 'kartoteka:account'],
  [{ 'alarm-email': 'nobody' }, 'kartoteka:alarm-email'],
  [{ 'log-retention-days': 31 }, 'kartoteka:log-retention-days'],
  [{ 'public-base-url': 'http://crm.example.com' }, 'kartoteka:public-base-url: must be https'],
  [{ 'oidc-issuer': 'https://id.example.com' }, 'kartoteka:oidc-audience: must come with the issuer'],
  [{ 'public-base-url': 'crm' }, 'kartoteka:public-base-url'],
  [{ 'web-origins': '*' }, 'kartoteka:web-origins.0: must be an origin'],
  [{ 'web-origins': ['https://*.example.com'] }, 'kartoteka:web-origins'],
  [{ 'web-origins': 'http://app.example.com' }, 'kartoteka:web-origins'],
  [{ 'web-origins': 'https://app.example.com/crm' }, 'kartoteka:web-origins'],
  [{ 'requests-per-minute': 31 }, 'kartoteka:requests-per-minute'],
  [{ 'alarm-mail': 'a@example.com' }, 'kartoteka:alarm-mail: no such setting'],
])('%j is refused with the name of the setting', (settings, message) => {
  expect(() => parseConfig(settings)).toThrow(message);
});

test('plain http is for this machine only', () => {
  const local = parseConfig({ 'oidc-issuer': 'http://localhost:8080/oidc', 'oidc-audience': ['kartoteka'] });
  expect(local['oidc-issuer']).toBe('http://localhost:8080/oidc');
});

test('pages of the public address and of the named origins may call', () => {
  const config = parseConfig({
    'public-base-url': 'https://crm.example.com/app',
    'web-origins': 'https://crm.example.com, http://localhost:5173',
  });
  expect(webOriginsOf(config)).toEqual(['https://crm.example.com', 'http://localhost:5173']);
  expect(webOriginsOf(parseConfig({}))).toEqual([]);
  expect(() => parseConfig({ 'web-origins': 'http://crm.example.com' })).toThrow('kartoteka:web-origins');
});
