import { createHash } from 'node:crypto';
import type { Named } from './known-types.ts';

/** ARN of a resource in the local account and region. */
export function arn(service: string, resource: (named: Named) => string): (named: Named) => string {
  return (named) => {
    const { region, account } = named.environment;
    return `arn:aws:${service}:${region}:${account}:${resource(named)}`;
  };
}

/** ARN of a service without regions, such as IAM. */
export function globalArn(service: string, resource: (named: Named) => string): (named: Named) => string {
  return (named) => `arn:aws:${service}::${named.environment.account}:${resource(named)}`;
}

/** An id as a service makes them up, but always the same for the same resource: data and tokens outlive a restart. */
export function stableId(length: number): (named: Named) => string {
  return (named) => {
    const digest = createHash('sha256').update(`${named.stack}/${named.logicalId}`).digest('hex');
    return BigInt(`0x${digest}`).toString(36).padStart(length, '0').slice(-length);
  };
}

/** Physical name of a resource whose template gives none: stack and logical id, cut to 64 characters. */
export function generatedName(stack: string, logicalId: string): string {
  return `${stack}-${logicalId}`.slice(0, 64);
}
