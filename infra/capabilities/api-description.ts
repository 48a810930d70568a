import { type Capability, defineFunction } from '../capability.ts';

/** The OpenAPI document, and the answer to every address nobody owns and to every preflight. */
export const apiDescription: Capability = {
  name: 'api-description',
  functions: [
    defineFunction({
      name: 'api-description',
      entry: 'functions/api-description/http.ts',
      purpose: 'Serves the OpenAPI document and answers unknown addresses with problem details',
      memoryMb: 512,
      timeoutSeconds: 10,
      trigger: {
        kind: 'http',
        preflights: true,
        routes: [
          {
            path: '/api/v1/openapi.json',
            method: 'GET',
            openBecause:
              'The description of the API holds no data and is read by tools before they have a token.',
          },
          {
            path: '$default',
            openBecause:
              'An address that does not exist is 404 for everybody; asking for a token first would hide it.',
          },
        ],
      },
      environment: (names) => ({ PUBLIC_BASE_URL: names.publicBaseUrl }),
      grants: [],
    }),
  ],
};
