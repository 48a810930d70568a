import {
  App,
  type AppProps,
  CloudFormationValidatePlugin,
  type IPolicyValidationPlugin,
  Validations,
} from 'aws-cdk-lib';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Config } from './config.ts';
import { CfnGuard } from './constructs/cfn-guard.ts';

/** CDK's behaviours for new projects; in code, so that the app is the same with and without the CLI. */
const FLAGS = {
  ...recommended,
  // Exports with imports: a stack cannot drop what another still uses.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

/** An app with our flags; `props` are for tests, which have no command line. */
export function createApp(props: Pick<AppProps, 'outdir' | 'context'> = {}): App {
  return new App({
    ...props,
    context: { ...FLAGS, ...props.context },
    analyticsReporting: false,
    treeMetadata: false,
    // It takes most of the time of a synth; `addChecks` adds it where checks are wanted.
    builtinCloudFormationValidation: false,
  });
}

/** Checks the synthesized templates by three sets of rules; each finding stops the synth unless acknowledged. */
export function addChecks(app: App, config: Config): void {
  if (!config.validate) return;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new CfnGuard(), templateRules());
}

/** CDK's own rules; wrapped, because its optional fields do not fit exact optional types. */
function templateRules(): IPolicyValidationPlugin {
  const rules = new CloudFormationValidatePlugin();
  return { name: rules.name, validate: (context) => rules.validate(context) };
}
