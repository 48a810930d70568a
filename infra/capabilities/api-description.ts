import { type Capability, defineFunction } from '../capability.ts';

const REDOC = 'node_modules/redoc';

/** The OpenAPI document, the page to read it on, and the answer to every address nobody owns and to every preflight. */
export const apiDescription: Capability = {
  name: 'api-description',
  functions: [
    defineFunction({
      name: 'api-description',
      entry: 'functions/api-description/http.ts',
      purpose: 'Serves the OpenAPI document and its page, answers unknown addresses with problem details',
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
            path: '/api/docs',
            method: 'GET',
            below: true,
            openBecause:
              'The page of the API holds no data and is read by people before they have a token, its script is public.',
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
      files: [
        {
          name: 'redoc.js',
          sources: [`${REDOC}/bundles/redoc.standalone.js`],
          edits: [
            // Its maker's logo comes from the maker's host. An image that is none hides itself; the link beside it stays.
            { from: 'https://cdn.redoc.ly/redoc/logo-mini.svg', to: 'data:,' },
            { from: '//# sourceMappingURL=redoc.standalone.js.map', to: '' },
            { from: 'redoc.standalone.js.LICENSE.txt */', to: 'the licences named on the page */' },
          ],
        },
        {
          name: 'redoc-licences.txt',
          sources: [`${REDOC}/LICENSE`, `${REDOC}/bundles/redoc.standalone.js.LICENSE.txt`],
        },
        { name: 'docs.css', sources: ['functions/api-description/docs.css'] },
      ],
    }),
  ],
};
