import type { StackProps } from 'aws-cdk-lib';
import type { Installation } from '../installation.ts';

/** What all stacks of an installation have in common. */
export function stackProps(installation: Installation, part: string, description: string): StackProps {
  const { account, region, stage } = installation.config;
  return {
    stackName: `kartoteka-${stage}-${part}`,
    description,
    env: { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) },
    tags: { application: 'kartoteka', stage },
  };
}
