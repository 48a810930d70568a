import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
} from 'aws-cdk-lib';

/**
 * AWS Control Tower's proactive controls. The published plugin gives its findings no severity, and CDK takes
 * a report as passed when one finding is acknowledged and no other is an error: so each is made one here.
 */
export class CfnGuard implements IPolicyValidationPlugin {
  readonly name = 'cfn-guard';
  readonly #validator = new CfnGuardValidator();

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = this.#validator.validate(context);
    return {
      ...report,
      violations: report.violations.map((violation) => ({ ...violation, severity: 'error' })),
    };
  }
}
