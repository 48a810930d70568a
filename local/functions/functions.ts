/** How a function's code failed, as the Lambda service reports it to a synchronous caller. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** Stack lines; absent for the service's own errors such as a timeout. */
  readonly trace?: readonly string[];
}

/** Answer of one invocation: what the handler returned, or how it failed. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: FunctionError };

/** Options of one invocation. */
export interface InvocationOptions {
  /** The request id that the handler sees as `awsRequestId`; a fresh UUID where absent. */
  readonly requestId?: string;
  /** For whom: named exactly where the function keeps its tenants apart. */
  readonly tenantId?: string;
}

/** The functions of the running stack, called by name or ARN. */
export interface Functions {
  /**
   * Invokes a function and waits for its answer. A failing handler is an answer (`ok: false`), not a rejection.
   * @throws {UnknownFunctionError} where no function has that name or ARN
   * @throws {TenantMismatchError} where a tenant is missing, or named to a function that serves all alike
   */
  invoke(functionArnOrName: string, event: unknown, options?: InvocationOptions): Promise<InvocationResult>;
}

/** A function that keeps its tenants apart was invoked without one, or another with one. */
export class TenantMismatchError extends Error {
  override readonly name = 'TenantMismatchError';
}

/** No function of the template has the name or ARN that was asked for. */
export class UnknownFunctionError extends Error {
  override readonly name = 'UnknownFunctionError';
  readonly functionName: string;

  constructor(functionName: string) {
    super(`Function not found: ${functionName}`);
    this.functionName = functionName;
  }
}

/**
 * Plain name of a function given as a name, a partial ARN or a full ARN, with or without a qualifier.
 * Source: Lambda API reference, Invoke, parameter FunctionName.
 */
export function functionNameOf(functionArnOrName: string): string {
  const parts = functionArnOrName.split(':');
  const marker = parts.indexOf('function');
  return (marker === -1 ? parts[0] : parts[marker + 1]) ?? functionArnOrName;
}
