import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import type { Key } from '../../shared/table.ts';

/** The records that a stream put aside, as Lambda writes them for a destination on S3: with the event as text. */
const failureSchema = z.object({ payload: z.union([z.string(), z.looseObject({})]) });
const eventSchema = z.object({ Records: z.array(z.custom<DynamoDBRecord>()) });

/** One object of the failures bucket: the keys of the items whose records failed, or why it cannot be read. */
export type Failure =
  | { readonly name: string; readonly keys: readonly Key[] }
  | { readonly name: string; readonly unreadable: string };

export interface Failures {
  /** Everything put aside, page after page. */
  list(): AsyncGenerator<Failure>;
  /** Takes a failure away once all of it has been published. */
  settle(failure: Failure): Promise<void>;
}

export interface FailuresDependencies {
  readonly client: S3Client;
  readonly bucket: string;
}

export function createFailures({ client, bucket }: FailuresDependencies): Failures {
  const read = async (name: string): Promise<Failure> => {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
    const text = (await answer.Body?.transformToString()) ?? '';
    try {
      return { name, keys: keysIn(text) };
    } catch (error) {
      return { name, unreadable: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    list: async function* () {
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }),
        );
        for (const { Key: name } of page.Contents ?? []) if (name !== undefined) yield await read(name);
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
    settle: async ({ name }) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: name }));
    },
  };
}

function keysIn(text: string): Key[] {
  const { payload } = failureSchema.parse(JSON.parse(text));
  const event: unknown = typeof payload === 'string' ? JSON.parse(payload) : payload;
  return eventSchema.parse(event).Records.flatMap(keyOf);
}

function keyOf(record: DynamoDBRecord): Key[] {
  const pk = record.dynamodb?.Keys?.['pk']?.S;
  const sk = record.dynamodb?.Keys?.['sk']?.S;
  return pk === undefined || sk === undefined ? [] : [{ pk, sk }];
}
