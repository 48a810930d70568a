import { join } from 'node:path';
import { LOCAL_CREDENTIALS } from '../credentials.ts';
import type { LocalEnvironment } from '../template/known-types.ts';
import type { Plan, Resource } from '../template/plan.ts';

/** One AWS::Lambda::Function with everything a local execution environment needs. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** File of the bundle. */
  readonly module: string;
  /** Name of the handler's export. */
  readonly handler: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** How many environments may run at once. */
  readonly concurrency: number;
  readonly logGroup: string;
  /** Whether an environment serves one tenant only. */
  readonly tenantIsolation: boolean;
}

/** Enough for one machine; the service's own default is 1,000 for the account. */
const DEFAULT_CONCURRENCY = 10;

/**
 * Reads the functions of the template. `endpoints` are the `AWS_ENDPOINT_URL_*` variables that point SDK clients here.
 * @throws {Error} where a function's code is not an asset of the assembly
 */
export function readFunctions(
  plan: Plan,
  environment: LocalEnvironment,
  endpoints: Readonly<Record<string, string>>,
): FunctionDefinition[] {
  return plan.ofType('AWS::Lambda::Function').map((resource) => {
    const {
      Code,
      Handler = 'index.handler',
      Environment,
      MemorySize,
      Timeout,
      ReservedConcurrentExecutions,
      LoggingConfig,
      TenancyConfig,
    } = resource.properties as FunctionProperties;
    const code = plan.asset(Code?.S3Key ?? '');
    if (code === undefined)
      throw new Error(`${resource.logicalId}: its code is not an asset of the assembly`);
    const [file = 'index', handler = 'handler'] = Handler.split('.');
    const memoryMb = MemorySize ?? 128;
    return {
      name: resource.name,
      arn: resource.arn,
      module: join(code, `${file}.mjs`),
      handler,
      variables: {
        ...reserved(resource, memoryMb, environment),
        ...endpoints,
        ...(Environment?.Variables ?? {}),
        _HANDLER: Handler,
        LAMBDA_TASK_ROOT: code,
      },
      memoryMb,
      timeoutSeconds: Timeout ?? 3,
      concurrency: ReservedConcurrentExecutions ?? DEFAULT_CONCURRENCY,
      logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${resource.name}`,
      tenantIsolation: TenancyConfig?.TenantIsolationMode === 'PER_TENANT',
    };
  });
}

interface FunctionProperties {
  readonly Code?: { readonly S3Key?: string };
  readonly Handler?: string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly MemorySize?: number;
  readonly Timeout?: number;
  readonly ReservedConcurrentExecutions?: number;
  readonly LoggingConfig?: { readonly LogGroup?: string };
  readonly TenancyConfig?: { readonly TenantIsolationMode?: string };
}

/** Variables the service sets. Source: Lambda developer guide, "Defined runtime environment variables". */
function reserved(
  resource: Resource,
  memoryMb: number,
  { region }: LocalEnvironment,
): Readonly<Record<string, string>> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: resource.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}
