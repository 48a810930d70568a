import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface HarmAlarmProps {
  readonly topic: ITopic;
  /** What the business loses while it lasts, in a sentence for whoever is woken up. */
  readonly harm: string;
  /** Where to look or what to run. */
  readonly remedy: string;
  readonly metric: cloudwatch.IMetric;
  /** Goes off at this value and above. */
  readonly threshold: number;
  /** How many periods in a row; one where left out. */
  readonly periods?: number;
  readonly goesOffWhen?: 'at-least' | 'less-than';
  /** What no data mean; nothing bad where left out. */
  readonly silence?: 'good' | 'bad';
}

/** An alarm that says what the business loses, not which number went up. */
export function harmAlarm(scope: Construct, id: string, props: HarmAlarmProps): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(scope, id, {
    alarmDescription: `${props.harm} What to do: ${props.remedy}`,
    metric: props.metric,
    threshold: props.threshold,
    evaluationPeriods: props.periods ?? 1,
    comparisonOperator:
      props.goesOffWhen === 'less-than'
        ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
        : cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData:
      props.silence === 'bad'
        ? cloudwatch.TreatMissingData.BREACHING
        : cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  const notify = new SnsAction(props.topic);
  alarm.addAlarmAction(notify);
  alarm.addOkAction(notify);
  return alarm;
}

/** A metric of an AWS service that has no construct of its own; period 5 minutes unless told. */
export function serviceMetric(
  namespace: `AWS/${string}`,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  options: { readonly statistic: 'Sum' | 'Maximum' | 'p95'; readonly period?: Duration },
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace,
    metricName,
    dimensionsMap,
    statistic: options.statistic,
    period: options.period ?? Duration.minutes(5),
  });
}
