import type * as z from 'zod';
import { reportIssues } from '../../shared/issue.ts';

/** Pointer and code of all that a schema finds wrong with an input; nothing for one that it takes. */
export function issuesOf(schema: z.ZodType, input: unknown): [pointer: string, code: string][] {
  const parsed = schema.safeParse(input);
  if (parsed.success) return [];
  return reportIssues(parsed.error, input).map(({ pointer, code }) => [pointer, code]);
}
