import { describe, expect, it } from 'vitest';
import { environments, readEnvironment } from './env.ts';

const OBSERVED = {
  POWERTOOLS_SERVICE_NAME: 'clients',
  POWERTOOLS_METRICS_NAMESPACE: 'Kartoteka',
  POWERTOOLS_LOG_LEVEL: 'INFO',
};

describe('readEnvironment', () => {
  it('takes what a function needs and leaves the rest of the machine alone', () => {
    const variables = {
      ...OBSERVED,
      PUBLIC_BASE_URL: 'https://crm.example//',
      TABLE_NAME: 'table',
      REQUESTS_PER_MINUTE: '3000',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
    expect(readEnvironment(environments.clients, variables)).toEqual({
      ...OBSERVED,
      PUBLIC_BASE_URL: 'https://crm.example',
      TABLE_NAME: 'table',
      REQUESTS_PER_MINUTE: 3000,
    });
  });

  it('names every variable that is missing or wrong, and no value', () => {
    const variables = { ...OBSERVED, POWERTOOLS_LOG_LEVEL: 'secret-1', PUBLIC_BASE_URL: 'ftp://secret-2' };
    const failing = () => readEnvironment(environments.platform, variables);
    for (const name of [
      'POWERTOOLS_LOG_LEVEL',
      'PUBLIC_BASE_URL',
      'TABLE_NAME',
      'REQUESTS_PER_MINUTE',
      'USER_POOL_ID',
      'OIDC_ISSUER',
    ]) {
      expect(failing).toThrow(new RegExp(`\\b${name}: `));
    }
    expect(failing).not.toThrow(/secret/);
  });

  it('takes no limit of which some environments would have no share', () => {
    const limited = (limit: string) => () =>
      readEnvironment(environments.clients, { ...OBSERVED, REQUESTS_PER_MINUTE: limit });
    for (const limit of ['31', '3.5', 'many', '']) expect(limited(limit)).toThrow(/REQUESTS_PER_MINUTE/);
    expect(limited('32')).not.toThrow(/REQUESTS_PER_MINUTE/);
  });

  it('takes no empty name', () => {
    expect(() => readEnvironment(environments['client-stats'], { ...OBSERVED, TABLE_NAME: '' })).toThrow(
      /TABLE_NAME/,
    );
  });
});
