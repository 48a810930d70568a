import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeApi } from '../../docs/openapi.ts';
import { expectStatus, type RunningStack, startRunningStack } from './running-stack.ts';

let running: RunningStack;

beforeAll(async () => {
  running = await startRunningStack();
});

afterAll(() => running?.stop());

describe('the served description', () => {
  it('is the document made from the rows, for everybody, of this installation, and cached by its ETag', async () => {
    const answer = await expectStatus(running.call('GET', '/api/v1/openapi.json'), 200);
    const { servers, ...document } = answer.body;
    const { servers: _, ...made } = describeApi();
    expect(document).toEqual(made);
    expect(servers).toEqual([{ url: running.stack.url, description: 'This installation' }]);
    const etag = answer.headers.get('etag') ?? '';
    const again = running.call('GET', '/api/v1/openapi.json', { headers: { 'if-none-match': etag } });
    expect((await again).status).toBe(304);
  });
});

describe('the page', () => {
  it('comes through the gateway with its script, compressed and to be kept, and speaks to this host alone', async () => {
    const page = await expectStatus(running.call('GET', '/api/docs'), 200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const [, script = ''] = /<script src="([^"]+)"/.exec(page.text) ?? [];
    expect(script).toMatch(/^\/api\/docs\/redoc\.[0-9a-f]{16}\.js$/);

    // `fetch` unpacks what it gets: the length alone tells that it came packed.
    const packed = await fetch(running.stack.url + script, { headers: { 'accept-encoding': 'br' } });
    expect(packed.status).toBe(200);
    expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(packed.headers.get('content-encoding')).toBe('br');
    const text = await packed.text();
    expect(text.length).toBeGreaterThan(3 * Number(packed.headers.get('content-length')));
    const plain = await running.call('GET', script, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.has('content-encoding')).toBe(false);
    expect(plain.text).toBe(text);
  });

  it('is not there under the address of another version', async () => {
    await expectStatus(running.call('GET', '/api/docs/redoc.0123456789abcdef.js'), 404);
  });
});

/** What a program printed, and how it ended. */
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a quick start is run, and how its program comes onto a machine that has none. */
const QUICK_STARTS = [
  { file: 'quick-start.sh', program: 'bash', needs: ['bash', 'curl'] },
  { file: 'quick-start.ts', program: process.execPath, needs: [] },
  { file: 'quick_start.py', program: 'python3', needs: ['python3'] },
] as const;

/** Longest time that a quick start may take, in milliseconds. */
const LIMIT_MS = 60_000;

/** Runs a program with nothing of our environment but the way to other programs. */
function run(
  program: string,
  parameters: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      env: { PATH: process.env['PATH'] ?? '', NO_PROXY: 'localhost', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    });
    const printed = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed.stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...printed }));
  });
}

async function need(program: string): Promise<void> {
  await run(program, ['--version']).catch(() => {
    throw new Error(
      `The quick start needs ${program}: install it (Debian and Ubuntu: apt install ${program}).`,
    );
  });
}

describe.each(QUICK_STARTS)('the quick start $file', ({ file, program, needs }) => {
  const path = `docs/quick-start/${file}`;

  it('does what it says', { timeout: 2 * LIMIT_MS }, async () => {
    for (const needed of needs) await need(needed);
    const { admin, tenantId } = await running.provision(`ООО «${file}»`);
    const { data: me } = await admin.api.readMe();
    const ended = await run(program, [path], {
      KARTOTEKA_URL: running.stack.url,
      KARTOTEKA_TOKEN: admin.token,
    });
    expect(ended).toEqual({ code: 0, stderr: '', stdout: transcript(me.user.name, me.tenant.name) });

    const { data: found } = await admin.api.lookup({ query: { phone: '+74951234567' } });
    expect(found.hits).toMatchObject([{ type: 'company', name: 'ООО «Василёк»', status: 'customer' }]);
    const [{ id } = { id: tenantId }] = found.hits;
    const { data: card } = await admin.api.readCard({ params: { id } });
    expect(card.company).toMatchObject({ version: 2, phones: [{ number: '+74951234567', dialable: true }] });
    expect(card.timeline.entries).toMatchObject([
      { kind: 'note', text: 'Просит прайс к пятнице' },
      { kind: 'changed', changes: [{ field: 'status', from: 'prospect', to: 'customer' }] },
      { kind: 'created' },
    ]);
  });

  it('says where to get a token where there is none, and does not go on without a good one', async () => {
    for (const needed of needs) await need(needed);
    const without = await run(program, [path], { KARTOTEKA_URL: running.stack.url });
    expect(without.code).not.toBe(0);
    expect(without.stderr).toContain('docs/quick-start/README.md says where to get a token');
    const refused = await run(program, [path], {
      KARTOTEKA_URL: running.stack.url,
      KARTOTEKA_TOKEN: 'no-token',
    });
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toMatch(/401|Unauthorized/);
  });
});

/** What each quick start prints, in whichever language. */
const transcript = (person: string, organisation: string): string =>
  [
    `You are ${person}, admin of ${organisation}.`,
    'Made ООО «Василёк» with the phone +74951234567, version 1.',
    'The same call again made no second card.',
    'Read it: prospect, version 1.',
    'Whose phone is 8 495 123 45 67? It is found.',
    'Changed it: customer, version 2.',
    '412 version.mismatch: you read "1", and it is at version 2 now.',
    '409 version.conflict: since version 1 somebody changed status.',
    '422 body.invalid: /phones/0 phone.too-short.',
    'The card tells, newest first: note changed created.',
    '',
  ].join('\n');
