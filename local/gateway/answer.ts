/** What the gateway sends to the client. */
export interface Answer {
  readonly statusCode: number;
  /** A list where a header appears several times. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer | string;
}

/** An answer of the gateway itself, in the words of the service. */
export function gatewayAnswer(statusCode: number, message: string, challenge?: string): Answer {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
    },
    body: JSON.stringify({ message }),
  };
}

export const NOT_FOUND = gatewayAnswer(404, 'Not Found');
export const BAD_REQUEST = gatewayAnswer(400, 'Bad Request');
export const TOO_LARGE = gatewayAnswer(413, 'Request Entity Too Large');
export const FAILED = gatewayAnswer(500, 'Internal Server Error');
export const UNAVAILABLE = gatewayAnswer(503, 'Service Unavailable');

/**
 * Turns what a function returned into an answer, by the rules of payload format 2.0: an object with a `statusCode`
 * is taken as it is, anything else is the JSON body of a 200.
 * Source: API Gateway developer guide, "Lambda function response for format 2.0".
 */
export function answerOf(payload: unknown): Answer {
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: typeof payload === 'string' ? payload : JSON.stringify(payload),
    };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = payload as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return FAILED;
  if (body !== undefined && body !== null && typeof body !== 'string') return FAILED;
  return {
    statusCode: status,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...readHeaders(headers),
      ...(Array.isArray(cookies) ? { 'set-cookie': cookies.map(String) } : {}),
    },
    body: isBase64Encoded === true ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

function readHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
