import type { QueryClient } from '../../functions/query/client.ts';
import type { AnswerOf, Question } from '../../functions/query/question.ts';

/** Answers that the same cards were kept, whatever was done before: what the query function does is tested beside it. */
export const sameCards: QueryClient = {
  ask: async <Q extends Question>() =>
    ({ key: 'snapshots/test/selections/kept.parquet', sha256: 'same', count: 1 }) as AnswerOf<Q>,
  tell: async () => undefined,
};
