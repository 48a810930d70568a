/** What other capabilities may use of the query function: asking it. */
export { createQueryClient, type QueryClient } from './client.ts';
export {
  type AggregateAnswer,
  type Asking,
  type ListedAnswer,
  MAX_LISTED,
  MAX_NAMED,
  MAX_ROWS,
  type Question,
  type SearchAnswer,
} from './question.ts';
