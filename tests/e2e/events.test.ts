import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventPartition, newId } from '../../functions/runtime/change.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { eventually } from '../equipment/eventually.ts';
import { LOCAL_CLIENT } from '../equipment/table.ts';
import { type Organisation, type RunningStack, startRunningStack } from './running-stack.ts';

let running: RunningStack;
let organisation: Organisation;
let companyId: string;

beforeAll(async () => {
  running = await startRunningStack();
  organisation = await running.provision('ООО «Ромашка»');
  companyId = (await organisation.admin.api.createCompany({ body: { name: 'Клиент' } })).data.id;
});

afterAll(() => running?.stop());

const stats = async () => (await organisation.admin.api.readCard({ params: { id: companyId } })).data.stats;

const logCall = () =>
  organisation.admin.api.logContactWithCompany({
    params: { id: companyId },
    body: { channel: 'call', direction: 'in' },
  });

/** Names of what the stream has put aside. */
async function putAside(): Promise<string[]> {
  const [bucket] = running.stack.plan.ofType('AWS::S3::Bucket');
  const client = new S3Client({
    ...LOCAL_CLIENT,
    endpoint: running.stack.endpoints.s3,
    forcePathStyle: true,
  });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket?.ref }));
  return Contents.map(({ Key = '' }) => Key);
}

const replay = async (payload: object) => {
  const answer = await running.stack.invoke('event-replay', payload);
  if (!answer.ok) throw new Error(answer.error.errorMessage);
  return answer.payload as { published: number; failed: { event: string; reason: string }[] };
};

describe('a poison event', () => {
  it('is put aside while the rest flows on, and comes back by replay once it is set right', {
    timeout: 90_000,
  }, async () => {
    const id = newId(new Date());
    const occurredAt = new Date().toISOString();
    const call = await logCall();
    await eventually(async () => expect(await stats()).toMatchObject({ contacts: 1 }));

    const tenant = new VerifiedTenant(organisation.tenantId, 1);
    const document = DynamoDBDocumentClient.from(
      new DynamoDBClient({ ...LOCAL_CLIENT, endpoint: running.stack.endpoints.dynamodb }),
    );
    const write = (data: object) =>
      document.send(
        new PutCommand({
          TableName: running.stack.tableName,
          Item: {
            pk: eventPartition(tenant, occurredAt.slice(0, 10), 0),
            sk: id,
            kind: 'event',
            schema: 1,
            data: {
              id,
              type: 'contact-logged.v1',
              tenant: tenant.id,
              occurredAt,
              actor: organisation.admin.userId,
              correlationId: 'poison',
              data,
            },
          },
        }),
      );
    await write({
      subject: { type: 'company', id: companyId },
      entryId: call.data.id,
      occurredAt,
      channel: 'pigeon',
    });
    await logCall();
    await logCall();
    await eventually(async () => expect(await stats()).toMatchObject({ contacts: 3 }), { deadline: 20_000 });
    await eventually(async () => expect(await putAside()).toHaveLength(1), { deadline: 60_000, every: 200 });

    const refused = await replay({ source: 'failures' });
    expect(refused).toMatchObject({ published: 0, failed: [{ event: id }] });
    expect(await putAside()).toHaveLength(1);

    await write({
      subject: { type: 'company', id: companyId },
      entryId: call.data.id,
      occurredAt,
      channel: 'call',
    });
    expect(await replay({ source: 'failures' })).toEqual({ published: 1, failed: [] });
    expect(await putAside()).toEqual([]);
  });
});

describe('replay of a period', () => {
  it('publishes again what was published, and subscribers count nothing twice', async () => {
    await eventually(async () => expect(await stats()).toMatchObject({ contacts: 3 }), { deadline: 20_000 });
    const before = await stats();
    const day = new Date().toISOString().slice(0, 10);
    const again = await replay({
      source: 'events',
      tenant: organisation.tenantId,
      from: `${day}T00:00:00.000Z`,
      to: `${day}T23:59:59.999Z`,
      types: ['contact-logged.v1'],
    });
    expect(again.published).toBeGreaterThanOrEqual(3);
    await logCall();
    await eventually(async () => expect(await stats()).toMatchObject({ contacts: 4 }), { deadline: 20_000 });
    expect((await stats()).byChannel).toEqual({ ...before.byChannel, call: 4 });
  });
});
