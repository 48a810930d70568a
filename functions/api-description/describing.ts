import { createHash } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { API_BASE } from '../../shared/api-base.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { compressing } from '../runtime/compressing.ts';
import { problems } from '../runtime/http.ts';
import { preflights } from './preflights.ts';

const ADDRESS = `${API_BASE}/openapi.json`;

/**
 * Serves the OpenAPI document to everybody, and says of every address that no route has that there is nothing there: it
 * stands behind the gateway's `$default` route.
 */
export function createApiDescription(document: unknown, logger: Logger) {
  const body = JSON.stringify(document);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=300', etag };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(compressing())
    .use(problems(logger))
    .use(preflights())
    .handler(async (event) => {
      if (event.rawPath !== ADDRESS) {
        throw new KartotekaError('not-found', 'route.not-found', `There is no such address: see ${ADDRESS}.`);
      }
      if (event.requestContext.http.method !== 'GET') {
        throw new KartotekaError(
          'method-not-allowed',
          'method.not-allowed',
          'The description can only be read: use GET.',
          { allow: ['GET'] },
        );
      }
      if (isKnown(event.headers['if-none-match'], etag)) return { statusCode: 304, headers };
      return { statusCode: 200, headers, body };
    });
}

/** Whether a caller has this version: If-None-Match lists tags and compares them weakly (RFC 9110, 13.1.2). */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
