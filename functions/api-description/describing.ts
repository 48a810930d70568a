import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { API_BASE, API_DOCS } from '../../shared/api-base.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { compressing } from '../runtime/compressing.ts';
import { problems } from '../runtime/http.ts';
import type { ServedFiles } from './files.ts';
import { type ApiDocument, createPage } from './page.ts';
import { preflights } from './preflights.ts';
import { answerWith, type Resource, textResource } from './resource.ts';

const ADDRESS = `${API_BASE}/openapi.json`;

export interface ApiDescriptionDependencies {
  /** The OpenAPI document. */
  readonly document: ApiDocument;
  /** Address of this installation, which the document names as its server. */
  readonly baseUrl: string;
  readonly files: ServedFiles;
  readonly logger: Logger;
}

/**
 * Serves the OpenAPI document and the page to read it on to everybody, and says of every address that no route has that there is
 * nothing there: it stands behind the gateway's `$default` route.
 */
export function createApiDescription({ document, baseUrl, files, logger }: ApiDescriptionDependencies) {
  const own = { ...document, servers: [{ url: baseUrl, description: 'This installation' }] };
  const description = textResource(JSON.stringify(own), {
    'content-type': 'application/json',
    'cache-control': 'public, max-age=300',
  });
  const page = createPage(document, files);
  const find = (path: string): Resource | undefined => {
    if (path === ADDRESS) return description;
    if (path === API_DOCS) return page;
    return path.startsWith(`${API_DOCS}/`) ? files.get(path.slice(API_DOCS.length + 1)) : undefined;
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(compressing())
    .use(problems(logger))
    .use(preflights())
    .handler(async (event) => {
      // Whoever types the address often ends it so.
      if (event.rawPath === `${API_DOCS}/`) return { statusCode: 308, headers: { location: API_DOCS } };
      const resource = find(event.rawPath);
      if (!resource) {
        throw new KartotekaError('not-found', 'route.not-found', `There is no such address: see ${ADDRESS}.`);
      }
      if (event.requestContext.http.method !== 'GET') {
        throw new KartotekaError(
          'method-not-allowed',
          'method.not-allowed',
          'This can only be read: use GET.',
          {
            allow: ['GET'],
          },
        );
      }
      return answerWith(resource, event);
    });
}
