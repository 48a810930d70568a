import { type FieldIssue, KartotekaError } from '../../shared/errors.ts';
import type { Filter } from '../../shared/search/filter.ts';
import type { ObjectName } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import type { SearchInput } from '../../shared/search/question.ts';
import { readConditions, sortsOf } from '../../shared/search/short-form.ts';

/** A query of a short form, parsed: what it has beside these are conditions. */
export interface ShortForm {
  readonly q?: string | undefined;
  readonly sort?: readonly string[] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly [parameter: string]: unknown;
}

const OWN = ['ids', 'q', 'sort', 'limit', 'cursor', 'fields'];

/**
 * Asks the question that a short form stands for. What is wrong with it is told by the names of its parameters.
 *
 * @throws KartotekaError `parameter.invalid`, and whatever the question is refused with
 */
export async function askShortly<T>(
  object: ObjectName,
  form: ShortForm,
  fields: readonly string[] | undefined,
  ask: (input: SearchInput) => Promise<T>,
): Promise<T> {
  const named = Object.fromEntries(Object.entries(form).filter(([name]) => !OWN.includes(name)));
  const { conditions, parameters, faults } = readConditions(OBJECTS[object], named);
  if (faults.length > 0) throw invalidParameters(faults);
  const filter: Filter | undefined = conditions.length === 0 ? undefined : { and: conditions };
  const sort = sortsOf(form.sort);
  try {
    return await ask({
      typos: true,
      limit: form.limit,
      ...(form.q === undefined ? {} : { q: form.q }),
      ...(filter === undefined ? {} : { filter }),
      ...(sort === undefined ? {} : { sort }),
      ...(form.cursor === undefined ? {} : { cursor: form.cursor }),
      ...(fields === undefined ? {} : { fields: [...fields] }),
    });
  } catch (error) {
    if (!(error instanceof KartotekaError) || error.code !== 'question.invalid') throw error;
    throw invalidParameters(error.issues.map((issue) => inParameter(issue, parameters)));
  }
}

function inParameter({ pointer = '', code, message }: FieldIssue, parameters: readonly string[]): FieldIssue {
  const [, part = '', , index = ''] = pointer.split('/');
  const parameter = part === 'filter' ? parameters[Number(index)] : part;
  return { ...(parameter === undefined ? {} : { parameter }), code, message };
}

const invalidParameters = (issues: readonly FieldIssue[]): KartotekaError =>
  new KartotekaError('malformed', 'parameter.invalid', 'Some parameters are not right: see "errors".', {
    issues,
  });
