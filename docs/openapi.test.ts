import { describe, expect, it } from 'vitest';
import { describeApi, placedRoutes } from './openapi.ts';

const document = describeApi() as {
  paths: Record<
    string,
    Record<string, { operationId: string; parameters: { name: string; in: string }[]; responses: object }>
  >;
  components: { schemas: Record<string, unknown> };
};

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [String(inner)] : referencesIn(inner),
  );
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

describe('the OpenAPI document', () => {
  it('has every route once, under its id', () => {
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      placedRoutes()
        .map(({ id }) => id)
        .sort(),
    );
    expect(operations).toHaveLength(placedRoutes().length);
  });

  it('refers to nothing that is not there, and holds no schema that nobody refers to', () => {
    const referred = new Set(referencesIn(document));
    const present = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...referred].filter((reference) => !present.includes(reference))).toEqual([]);
    expect(present.filter((reference) => !referred.has(reference))).toEqual([]);
  });

  it('declares exactly the parameters of each path, and a success for each operation', () => {
    for (const { path, parameters, responses } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      expect(
        parameters
          .filter((parameter) => parameter.in === 'path')
          .map(({ name }) => name)
          .sort(),
      ).toEqual(inPath);
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
    }
  });

  it('says what each POST and each change of a versioned record honours', () => {
    for (const { method, parameters } of operations) {
      const headers = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
      expect(headers.includes('Idempotency-Key')).toBe(method === 'post');
    }
  });
});
