import { invalidQuestion } from '../../shared/errors.ts';
import { type Binding, bindAggregate, bindSearch } from '../../shared/search/bind-question.ts';
import type { BoundAggregate, BoundSearch } from '../../shared/search/bound-question.ts';
import type { ObjectName } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import type { Aggregate, AggregateInput, SearchInput, SearchPage } from '../../shared/search/question.ts';
import type { AggregateAnswer, QueryClient, SearchAnswer } from '../query/service.ts';
import type { Cursors } from '../runtime/cursor.ts';
import type { RequestContext } from '../runtime/request.ts';
import { type Asker, type AskingDependencies, askerOf } from './asking.ts';
import { labelsFor } from './labelling.ts';
import { fieldLabel, type Labels, labelOf, measureLabel } from './labels.ts';
import { createPaging } from './paging.ts';
import type { Registering } from './registering.ts';

export interface QuestionDependencies extends AskingDependencies {
  readonly query: QueryClient;
  readonly cursors: Cursors;
  readonly registering: Registering;
}

/** Answers questions of callers over all cards of their tenant. */
export interface Questions {
  /** @throws KartotekaError `question.invalid`, `cursor.invalid`, and whatever the query function refuses with */
  search(context: RequestContext, object: ObjectName, input: SearchInput): Promise<SearchPage>;
  /** @throws KartotekaError `question.invalid`, and whatever the query function refuses with */
  aggregate(context: RequestContext, object: ObjectName, input: AggregateInput): Promise<Aggregate>;
}

export function createQuestions(deps: QuestionDependencies): Questions {
  const paging = createPaging(deps.cursors);
  return {
    search: async (context, object, input) => {
      const { now, after } = await paging.begin(context, object, input);
      const asker = await askerOf(deps, context, { object, input, now });
      // Checked here already: what is wrong is told without waking the tenant's copy.
      const bound = boundOrRefused(bindSearch(OBJECTS[object], input, asker.binding));
      const { cursor: _, ...asked } = input;
      const answer = await deps.query.ask(context.caller.tenant, {
        kind: 'search',
        ...asker.fields,
        input: asked,
        ...(after === undefined ? {} : { after: [...after] }),
      });
      await deps.registering.note(context.caller.tenant, context.now);
      const next = answer.last && (await paging.next(context, object, input, { after: answer.last, now }));
      return {
        rows: [...answer.rows],
        total: counted(answer),
        ...(next === undefined ? {} : { next }),
        ...(await facets(deps, context, asker, bound, answer)),
        asOf: now.toISOString(),
      };
    },
    aggregate: async (context, object, input) => {
      const asker = await askerOf(deps, context, { object, input, now: context.now });
      const bound = boundOrRefused(bindAggregate(OBJECTS[object], input, asker.binding));
      const answer = await deps.query.ask(context.caller.tenant, {
        kind: 'aggregate',
        ...asker.fields,
        input,
      });
      await deps.registering.note(context.caller.tenant, context.now);
      return charted(await groupLabels(deps, context, asker, bound, answer), bound, answer, context.now);
    },
  };
}

function boundOrRefused<Bound>(binding: Binding<Bound>): Bound {
  if (binding.faults === undefined) return binding.bound;
  throw invalidQuestion(binding.faults);
}

function counted({ total }: SearchAnswer): number {
  if (total === undefined) throw new Error('A page was answered without its total.');
  return total;
}

async function facets(
  deps: QuestionDependencies,
  { caller }: RequestContext,
  asker: Asker,
  bound: BoundSearch,
  { facets: counted = {} }: SearchAnswer,
): Promise<Pick<SearchPage, 'facets'>> {
  if (bound.facets.length === 0) return {};
  const shown = bound.facets.map((field) => ({
    field,
    values: (counted[field.path] ?? []).map(({ value }) => value),
  }));
  const labels = await labelsFor(deps, caller.tenant, asker, shown);
  return {
    facets: Object.fromEntries(
      bound.facets.map(({ path, field }) => [
        path,
        (counted[path] ?? []).map(({ value, count }) => ({
          value,
          label: labelOf(field, { value }, labels),
          count,
        })),
      ]),
    ),
  };
}

function groupLabels(
  deps: QuestionDependencies,
  { caller }: RequestContext,
  asker: Asker,
  { groupBy }: BoundAggregate,
  { groups }: AggregateAnswer,
): Promise<Labels> {
  const shown = groupBy.map(({ field }, index) => ({
    field,
    values: groups.map(({ keys }) => keys[index]?.value ?? null),
  }));
  return labelsFor(deps, caller.tenant, asker, shown);
}

function charted(
  labels: Labels,
  { groupBy, measures }: BoundAggregate,
  { groups, totals }: AggregateAnswer,
  now: Date,
): Aggregate {
  const { language } = labels;
  return {
    dimensions: groupBy.map(({ field }) => ({
      field: field.path,
      label: fieldLabel(field.field, field.steps, language),
    })),
    measures: measures.map(({ measure, field }) => ({
      measure,
      label: measureLabel(measure, field?.field.label, language),
    })),
    groups: groups.map(({ keys, values }) => ({
      keys: keys.map(({ value, rest }, index) => {
        const dimension = groupBy[index];
        if (dimension === undefined) throw new Error('A group has more keys than were asked for.');
        const label = labelOf(dimension.field.field, { value, rest, by: dimension.by }, labels);
        return { value, label, ...(rest ? { rest } : {}) };
      }),
      values: [...values],
    })),
    totals: [...totals],
    asOf: now.toISOString(),
  };
}
