import { Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { expect, test, vi } from 'vitest';
import { parseConfig } from './config.ts';
import { acknowledge } from './constructs/exceptions.ts';
import { addChecks, createApp } from './create-app.ts';
import { synthesize } from './documents/synthesize.ts';

/** cfn-guard alone takes seconds, and tests share the machine. */
vi.setConfig({ testTimeout: 90_000 });

/** Everything that adds or changes a resource, so that no setting brings a finding into a deployment. */
const EVERYTHING = {
  'kartoteka:validate': true,
  'kartoteka:stage': 'test',
  'kartoteka:account': '123456789012',
  'kartoteka:region': 'eu-central-1',
  'kartoteka:alarm-email': 'duty@example.com',
  'kartoteka:sign-up': 'open',
  'kartoteka:machine-client': true,
  'kartoteka:public-base-url': 'https://crm.example.com',
  'kartoteka:sign-in-prefix': 'crm-example',
};

test.each([
  ['no settings', { 'kartoteka:validate': true }],
  ['every setting', EVERYTHING],
])('cdk-nag, cfn-guard and the template rules find nothing with %s', (_name, settings) => {
  expect(Object.keys(synthesize(settings))).toEqual(['KartotekaData', 'KartotekaApi', 'KartotekaEvents']);
});

test('a finding nobody acknowledged stops the synth, even beside one that somebody did', () => {
  const app = createApp();
  const logs = new CfnLogGroup(new Stack(app, 'Loose'), 'Logs', { retentionInDays: 30 });
  acknowledge(logs, {
    'cfn-guard::cloudwatch_log_group_retention_period_check': 'The test wants one of two.',
  });
  addChecks(app, parseConfig({}));
  expect(() => app.synth()).toThrow('cloudwatch_log_group_encrypted_check');
});
