import type { KnownType, Named } from './known-types.ts';
import { arn } from './naming.ts';

/** ARN of a rule: rules of a bus other than `default` name it. Source: EventBridge user guide, resources. */
const ruleArn = arn('events', (named: Named) => {
  const bus = named.text('EventBusName').split('/').at(-1) ?? '';
  return bus === '' || bus === 'default' ? `rule/${named.name}` : `rule/${bus}/${named.name}`;
});

/** The event bus and what hangs on it. */
export const eventTypes: Readonly<Record<string, KnownType>> = {
  'AWS::Events::EventBus': {
    properties: 'Name Description Tags LogConfig DeadLetterConfig KmsKeyIdentifier',
    local: { built: 'a bus (local/events)' },
    nameProperty: 'Name',
    attributes: { Arn: arn('events', ({ name }) => `event-bus/${name}`), Name: ({ name }) => name },
  },
  'AWS::Events::Rule': {
    properties:
      'Name Description EventBusName EventPattern ScheduleExpression State Targets.Arn Targets.Id Targets.DeadLetterConfig.Arn ' +
      'Targets.RetryPolicy.MaximumRetryAttempts Targets.RetryPolicy.MaximumEventAgeInSeconds',
    local: { built: 'a rule of the bus (local/events)' },
    nameProperty: 'Name',
    attributes: { Arn: ruleArn },
  },
  'AWS::Events::Archive': {
    properties: 'ArchiveName Description EventPattern KmsKeyIdentifier RetentionDays SourceArn',
    local: { built: 'an archive of the bus (local/events)' },
    nameProperty: 'ArchiveName',
    attributes: { Arn: arn('events', ({ name }) => `archive/${name}`), ArchiveName: ({ name }) => name },
  },
};
