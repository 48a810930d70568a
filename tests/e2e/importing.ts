import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import type * as z from 'zod';
import type { ExampleFile } from '../../docs/examples/files.ts';
import type { ApiClient } from '../../shared/api-client.ts';
import type { dryRunInputSchema } from '../../shared/imports/import.ts';
import { eventually } from '../equipment/eventually.ts';
import { connect } from '../equipment/table.ts';
import type { RunningStack } from './running-stack.ts';
import { send } from './sending.ts';

/** Waits until the worker has brought an import into a state. */
export async function untilImport(api: ApiClient, id: string, state: string): Promise<void> {
  await eventually(async () => expect((await api.readImport({ params: { id } })).data.state).toBe(state), {
    deadline: 60_000,
    every: 100,
  });
}

/** Begins an import and sends its file. @returns its id */
export async function sentImport(api: ApiClient, { told, content }: ExampleFile): Promise<string> {
  const { data } = await api.createImport({ body: told });
  const status = await send(data.upload, content);
  if (status !== 200) throw new Error(`The file was answered with ${status}.`);
  return data.id;
}

/** An import that was checked by a dry run, and can be run. @returns its id */
export async function checkedImport(
  api: ApiClient,
  list: ExampleFile,
  plan: z.output<typeof dryRunInputSchema> = {},
): Promise<string> {
  const id = await sentImport(api, list);
  await api.dryRunImport({ params: { id }, body: plan });
  await untilImport(api, id, 'checked');
  return id;
}

/** Makes of a checked import one whose worker died before the end of the dry run, ten minutes ago. */
export async function stall({ stack }: RunningStack, tenantId: string, id: string): Promise<void> {
  const names = ['data', 'state', 'updatedAt', 'finishedAt', 'totalRows'];
  await connect(stack.endpoints.dynamodb).document.send(
    new UpdateCommand({
      TableName: stack.tableName,
      Key: { pk: `T#${tenantId}#imports`, sk: `import#${id}` },
      UpdateExpression:
        'SET #data.#state = :checking, #data.#updatedAt = :past REMOVE #data.#finishedAt, #data.#totalRows',
      ConditionExpression: '#data.#state = :checked',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ':checking': 'checking',
        ':checked': 'checked',
        ':past': new Date(Date.now() - 10 * 60_000).toISOString(),
      },
    }),
  );
}
