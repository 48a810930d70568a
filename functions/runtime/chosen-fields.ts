import { KartotekaError } from '../../shared/errors.ts';
import { type FieldMask, type FieldShape, parseFieldMask, unknownFields } from '../../shared/field-mask.ts';
import { fieldShapeOf } from '../../shared/field-shape.ts';
import { type Route, takesFields } from '../../shared/route.ts';

/** The fields of a route's answer, found out when they are first asked about. */
const shapes = new WeakMap<Route, FieldShape>();

/** Query parameters with the choice of fields taken out, where the route offers one. */
export interface ChosenQuery {
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly mask?: FieldMask;
}

/**
 * Reads the parameter `fields`.
 *
 * @throws KartotekaError `parameter.invalid`, naming the paths that the answer does not have
 */
export function readChosenFields(route: Route, sent: ChosenQuery['query']): ChosenQuery {
  const { fields, ...query } = sent;
  if (fields === undefined || !takesFields(route)) return { query: sent };
  const parsed = parseFieldMask(fields);
  if ('refusal' in parsed) throw invalidFields([parsed.refusal]);
  const unknown = unknownFields(parsed.mask, shapeOf(route));
  if (unknown.length === 0) return { query, mask: parsed.mask };
  throw invalidFields(
    unknown.map((path) => ({ code: 'field.unknown', message: `This answer has no field "${path}".` })),
  );
}

function shapeOf(route: Route): FieldShape {
  const known = shapes.get(route);
  if (known) return known;
  const shape: FieldShape = route.response ? fieldShapeOf(route.response) : new Map();
  shapes.set(route, shape);
  return shape;
}

const invalidFields = (
  faults: readonly { readonly code: string; readonly message: string }[],
): KartotekaError =>
  new KartotekaError('malformed', 'parameter.invalid', 'Some parameters are not right: see "errors".', {
    issues: faults.map((fault) => ({ parameter: 'fields', ...fault })),
  });
