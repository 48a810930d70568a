/**
 * `npm run invoke -- FUNCTION JSON`: invokes a function of the running stack directly, as `aws lambda invoke` does on AWS.
 * It is how an organisation is provisioned and how events are replayed. FUNCTION may be the
 * last part of its name.
 */
import { resolve } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readAddresses } from './data-folder.ts';

/** Longer than any function may run. */
const DEADLINE_MS = 16 * 60_000;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Functions are named as in the account of the stage `main`; the last part is enough. */
const longName = (short: string): string =>
  short.startsWith('kartoteka-') ? short : `kartoteka-main-${short}`;

function lambdaEndpoint(dataDir: string): string {
  try {
    return readAddresses(dataDir).lambda;
  } catch {
    return fail(
      `No stack has run on ${dataDir}: start it with "npm start", or name its folder in KARTOTEKA_DATA.`,
    );
  }
}

const [name, payload = '{}'] = process.argv.slice(2);
if (name === undefined)
  fail(
    `Usage: npm run invoke -- FUNCTION JSON, such as: npm run invoke -- event-replay '{"source": "failures"}'`,
  );
try {
  JSON.parse(payload);
} catch {
  fail(`The payload is not JSON: ${payload}`);
}

const client = new LambdaClient({
  endpoint: lambdaEndpoint(resolve(process.env['KARTOTEKA_DATA'] ?? '.kartoteka')),
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
  requestHandler: { requestTimeout: DEADLINE_MS },
});
try {
  const answer = await client.send(
    new InvokeCommand({ FunctionName: longName(name), Payload: Buffer.from(payload) }),
  );
  const text = answer.Payload?.transformToString() ?? '';
  if (answer.FunctionError !== undefined) fail(text);
  process.stdout.write(`${text}\n`);
} catch (error) {
  fail(
    `The stack did not answer (is it running?): ${error instanceof Error ? error.message : String(error)}`,
  );
}
