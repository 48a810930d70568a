import type { Node } from 'constructs';
import * as z from 'zod';

/**
 * What may differ between two installations. Every value comes from the CDK context (`cdk.json`,
 * `-c kartoteka:stage=test`, or `CDK_CONTEXT_JSON`) under the prefix `kartoteka:`.
 */

const PREFIX = 'kartoteka:';

/** CloudWatch Logs takes only these retentions (days); the longer ones make no sense for logs. */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

function isSecure(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname));
}

/** A JWT authorizer needs https; plain http is for the issuer of the local runtime only. */
const httpsOrLocal = z
  .url({ protocol: /^https?$/ })
  .refine(isSecure, { error: 'must be https (plain http is for localhost only)' })
  .transform((url) => url.replace(/\/+$/, ''));

/** Context given on a command line is text: `true`, `false`, and numbers arrive as strings. */
const flag = z.union([z.boolean(), z.stringbool()]);
const list = z.union([
  z.array(z.string().min(1)),
  z.string().transform((text) => text.split(',').map((part) => part.trim())),
]);

/** An origin as a browser writes it: no path, no wildcard. */
const origin = z
  .string()
  .refine((text) => isSecure(text) && new URL(text).origin === text && !text.includes('*'), {
    error: 'must be an origin such as https://app.example.com, without a path',
  });
const origins = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
  z.array(origin),
);

const schema = z
  .strictObject({
    /** Tells installations in one account apart; part of every physical name. */
    stage: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,19}$/, 'must be 1 to 20 lower-case letters, digits or hyphens')
      .default('main'),
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be the 12 digits of an AWS account')
      .optional(),
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-central-1')
      .optional(),
    /** Where alarms are mailed; without it they wait in the console and on the topic. */
    'alarm-email': z.email().optional(),
    /** The address people and programs use; by default the HTTP API's own. */
    'public-base-url': httpsOrLocal.optional(),
    /** Origins of pages that may call the API from a browser, besides the public address. */
    'web-origins': origins.default([]),
    /** Any OIDC issuer instead of the user pool of this installation. */
    'oidc-issuer': httpsOrLocal.optional(),
    'oidc-audience': list.optional(),
    /**
     * Requests a minute that one tenant may make (429 beyond): by default 50 a second, the peak of the largest tenant we
     * plan for. At least one for each of 32 environments, which have equal shares.
     */
    'requests-per-minute': z.coerce.number().int().min(32).default(3_000),
    /**
     * Whether anybody may register a login and make an organisation. Closed unless asked for: an installation is of one company,
     * which pays for what strangers would store and whose mails they would send.
     */
    'sign-up': z.enum(['open', 'closed']).default('closed'),
    /** Only what a virus scanner found clean may be fetched: set it once one listens to `document.uploaded.v1`. */
    'downloads-wait-for-scan': flag.default(false),
    /** Makes a client for programs (client credentials); Cognito charges for each by the month. */
    'machine-client': flag.default(false),
    /** The part of the sign-in page's address before `.auth.<region>.amazoncognito.com`. */
    'sign-in-prefix': z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
      .optional(),
    /** Machine of the functions: arm64 on AWS; the local runtime gives the host's. */
    architecture: z.enum(['arm64', 'x86_64']).default('arm64'),
    'log-retention-days': z.coerce
      .number()
      .refine((days) => RETENTION_DAYS.some((allowed) => allowed === days), {
        error: `must be one of ${RETENTION_DAYS.join(', ')}`,
      })
      .default(30),
    /** The functions are in `dist/functions` already. */
    bundled: flag.default(false),
    /** Runs cdk-nag, cfn-guard and CDK's own template rules; the local runtime starts faster without. */
    validate: flag.default(true),
  })
  .refine((config) => config['oidc-issuer'] === undefined || config['oidc-audience'] !== undefined, {
    error: 'must come with the issuer: tokens for other audiences are not for us',
    path: ['oidc-audience'],
  });

export type Config = z.output<typeof schema>;

/**
 * Checks a configuration; keys are without the prefix.
 *
 * @throws Error with one line for each wrong or unknown setting.
 */
export function parseConfig(settings: Readonly<Record<string, unknown>>): Config {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.map((key) => PREFIX + key).join(', ')}: no such setting`
      : `${PREFIX}${issue.path.join('.')}: ${issue.message}`,
  );
  throw new Error(`The CDK context is not right:\n  ${problems.join('\n  ')}`);
}

/**
 * Origins whose pages may call the API and send files: the settings', and the public address's own. An installation that knows
 * neither yet has no page of its own: a browser's client comes with its address.
 */
export function webOriginsOf(config: Config): readonly string[] {
  const own = config['public-base-url'];
  const named = [...config['web-origins'], ...(own === undefined ? [] : [own])];
  return [...new Set(named.map((url) => new URL(url).origin))];
}

/** Reads the configuration from the context of a construct tree. */
export function readConfig(node: Node): Config {
  const context: Record<string, unknown> = node.getAllContext();
  const settings = Object.entries(context)
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, value]) => [key.slice(PREFIX.length), value]);
  return parseConfig(Object.fromEntries(settings));
}
