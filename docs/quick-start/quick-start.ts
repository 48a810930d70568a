/**
 * The API of Kartoteka in ten calls with its typed client: `npx node docs/quick-start/quick-start.ts`. KARTOTEKA_TOKEN is an access token,
 * KARTOTEKA_URL the address of the installation; README.md beside this file says where to get them.
 */
import { ApiError, createApiClient } from '../../shared/api-client.ts';

const { KARTOTEKA_URL: baseUrl = 'http://localhost:8080', KARTOTEKA_TOKEN: token } = process.env;
if (!token)
  throw new Error('KARTOTEKA_TOKEN is not set: docs/quick-start/README.md says where to get a token');
const api = createApiClient({ baseUrl, token });

// Who am I?
const { data: me } = await api.readMe();
console.log(`You are ${me.user.name}, ${me.user.role} of ${me.tenant.name}.`);

// A client card. The client gives each POST a key of its own and repeats what fails in passing; your own key makes one call of several.
const flower = {
  body: { name: 'ООО «Василёк»', phones: ['8 (495) 123-45-67'] },
  idempotencyKey: `quick-start-${crypto.randomUUID()}`,
};
const { data: made, etag } = await api.createCompany(flower);
console.log(`Made ${made.name} with the phone ${made.phones?.[0]?.number}, version ${made.version}.`);
const again = await api.createCompany(flower);
if (again.replayed && again.data.id === made.id) console.log('The same call again made no second card.');

// Read it, and find it by the phone as a caller's display shows it.
const params = { id: made.id };
const { data: read } = await api.readCompany({ params });
console.log(`Read it: ${read.status}, version ${read.version}.`);
const { data: found } = await api.lookup({ query: { phone: '8 495 123 45 67' } });
if (found.hits.some(({ id }) => id === made.id)) console.log('Whose phone is 8 495 123 45 67? It is found.');

// Change it, if nobody else has since it was read.
const { data: changed } = await api.changeCompany({ params, body: { status: 'customer' }, ifMatch: etag });
console.log(`Changed it: ${changed.status}, version ${changed.version}.`);

// Three refusals: one error type, with a code for programs and a text for people.
const refusalOf = async (call: Promise<unknown>): Promise<ApiError> => {
  const refusal = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (refusal instanceof ApiError) return refusal;
  throw refusal ?? new Error('It was not refused.');
};
const late = await refusalOf(api.changeCompany({ params, body: { status: 'former' }, ifMatch: etag }));
console.log(
  `${late.status} ${late.code}: you read ${etag}, and it is at version ${late.problem['currentVersion']} now.`,
);
const conflict = await refusalOf(api.changeCompany({ params, body: { status: 'former', baseVersion: 1 } }));
console.log(
  `${conflict.status} ${conflict.code}: since version 1 somebody changed ${conflict.problem['fields']}.`,
);
const wrong = await refusalOf(api.createCompany({ body: { name: 'ООО «Пион»', phones: ['12'] } }));
console.log(`${wrong.status} ${wrong.code}: ${wrong.errors[0]?.pointer} ${wrong.errors[0]?.code}.`);

// A note, and the whole card with its chronology in one answer.
await api.noteOnCompany({ params, body: { text: 'Просит прайс к пятнице' } });
const { data: card } = await api.readCard({ params });
console.log(`The card tells, newest first: ${card.timeline.entries.map(({ kind }) => kind).join(' ')}.`);
