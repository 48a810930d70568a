import { KartotekaError } from '../../shared/errors.ts';

/**
 * Says of a request that no row takes why: there is no such address, or not with this method.
 *
 * @throws KartotekaError `route.not-found`, `method.not-allowed`
 */
export function unrouted(
  rows: readonly { method: string; path: string }[],
  method: string,
  path: string,
): never {
  const allowed = rows.filter((row) => matches(row.path, path)).map((row) => row.method);
  if (allowed.length > 0) {
    throw new KartotekaError(
      'method-not-allowed',
      'method.not-allowed',
      `${method} is not possible here: use ${allowed.join(', ')}.`,
      { allow: allowed },
    );
  }
  throw new KartotekaError(
    'not-found',
    'route.not-found',
    'There is no such address: see /api/v1/openapi.json.',
  );
}

const matches = (template: string, path: string): boolean => {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith('{') || part === given[index])
  );
};
