import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PASSWORD } from './demo-password.ts';
import {
  openForm,
  postToken,
  type RunningIdentity,
  startIdentity,
  USER_POOL_ID,
} from './identity-on-loopback.ts';
import { CODE_TRIES } from './registration.ts';
import { accessTokenFor } from './sign-in.ts';
import { TEXTS } from './texts.ts';
import { createVisitor } from './visitor.ts';

const HOUR_MS = 60 * 60 * 1000;
const password = 'A long enough Passphrase, 42!';
let running: RunningIdentity;
let clock = Date.parse('2026-03-02T09:00:00Z');
let people = 0;

beforeAll(async () => {
  running = await startIdentity({ now: () => clock, selfRegistration: true });
});
afterAll(() => running.stop());

const newAddress = (): string => {
  people += 1;
  return `person-${people}@demo.example`;
};
const account = async (email: string) => {
  const user = { UserPoolId: USER_POOL_ID, Username: email };
  return (await running.identity.cognito('AdminGetUser', user)) as {
    Username: string;
    UserStatus: string;
    UserAttributes: { Name: string; Value: string }[];
  };
};
const mailOf = async (email: string): Promise<string> =>
  join(running.dataDir, 'invitations', `${(await account(email)).Username}.txt`);
const codeFor = async (email: string): Promise<string> =>
  /^Verification code: (\d{6})$/m.exec(readFileSync(await mailOf(email), 'utf8'))?.[1] ?? '';

/** Opens a sign-in and fills in the form of a registration. */
async function register(email: string, chosen = password, again = chosen) {
  const { visitor, form, follow, verifier } = await openForm(running);
  const step = (fields: Record<string, string>) => visitor.visit(form, fields);
  const response = await step({ step: 'register', email, password: chosen, again });
  return { response, step, follow, verifier, page: await response.text() };
}

describe('registering', () => {
  test('is offered on the sign-in page, with a page of its own', async () => {
    const { visitor, form } = await openForm(running, { ui_locales: 'ru' });
    expect(await (await visitor.visit(form)).text()).toContain(TEXTS.ru.registerOffer);
    const page = await visitor.visit(new URL('?register', form));
    expect(await page.text()).toContain(TEXTS.ru.registerLead);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('can begin by hand, without an application', async () => {
    const visitor = createVisitor();
    const started = await visitor.visit(new URL('/oidc/start', running.url));
    expect(started.status).toBe(303);
    const asked = await visitor.visit(new URL(started.headers.get('location') ?? ''));
    const form = new URL(asked.headers.get('location') ?? '', running.url);
    expect(await (await visitor.visit(form)).text()).toContain(TEXTS.en.registerOffer);
    const email = newAddress();
    await visitor.visit(form, { step: 'register', email, password, again: password });
    expect(readFileSync(await mailOf(email), 'utf8')).toContain(`Sign in: ${running.url}/oidc/start`);
  });

  test('signs a person in once the code that was mailed is typed, and proves the address', async () => {
    const email = newAddress();
    const { response, page, step, follow, verifier } = await register(` ${email.toUpperCase()} `);
    expect([response.status, page.includes(TEXTS.en.codeLead(email))]).toEqual([200, true]);
    expect(await account(email)).toMatchObject({ UserStatus: 'UNCONFIRMED' });
    expect((await account(email)).UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
    const code = await codeFor(email);
    expect(running.logged.join()).not.toContain(code);
    const { at } = await follow(
      await step({ step: 'confirm', code: ` ${code.slice(0, 3)} ${code.slice(3)}` }),
    );
    const tokens = await postToken(running, {
      grant_type: 'authorization_code',
      code: at.searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: `${running.url}/`,
    });
    expect(tokens.status).toBe(200);
    expect(await account(email)).toMatchObject({ UserStatus: 'CONFIRMED' });
    expect((await account(email)).UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    expect(existsSync(await mailOf(email))).toBe(false);
    expect(await accessTokenFor({ url: running.url, email, password })).toMatch(/^ey/);
  });

  test.each([
    ['no address', 'nobody', password, password, TEXTS.en.address],
    ['two passwords', 'x@demo.example', password, `${password}!`, TEXTS.en.different],
    ['a weak password', 'x@demo.example', 'short', 'short', TEXTS.en.flaws.short(8)],
    ['the published password', 'x@demo.example', DEMO_PASSWORD, DEMO_PASSWORD, TEXTS.en.published],
  ])('refuses %s', async (_, email, chosen, again, alert) => {
    const { response, page } = await register(email, chosen, again);
    expect([response.status, page.includes(alert)]).toEqual([422, true]);
    await expect(account(email)).rejects.toMatchObject({ type: 'UserNotFoundException' });
  });

  test('leaves a login that is there alone, confirmed or not', async () => {
    const settled = newAddress();
    await running.addPerson(settled);
    const waiting = newAddress();
    await register(waiting);
    const code = await codeFor(waiting);
    for (const email of [settled, waiting]) {
      const { response, page } = await register(email, 'Another long Passphrase, 43!');
      expect([response.status, page.includes(TEXTS.en.taken)]).toEqual([422, true]);
    }
    expect(await codeFor(waiting)).toBe(code);
  });
});

describe('a code', () => {
  test('is not guessed: a few tries, then a new one has to be sent', async () => {
    const email = newAddress();
    const { step } = await register(email);
    const code = await codeFor(email);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < CODE_TRIES; tries += 1) {
      const answer = await step({ step: 'confirm', code: wrong });
      expect([answer.status, (await answer.text()).includes(TEXTS.en.wrongCode)]).toEqual([422, true]);
    }
    expect((await step({ step: 'confirm', code })).status).toBe(422);
    expect(await account(email)).toMatchObject({ UserStatus: 'UNCONFIRMED' });
  });

  test('is sent anew to whoever signs in with the password, and the old one is void', async () => {
    const email = newAddress();
    await register(email);
    const old = await codeFor(email);
    await expect(accessTokenFor({ url: running.url, email, password })).rejects.toThrow(
      'confirm the address',
    );
    const { visitor, form } = await openForm(running);
    const asked = await visitor.visit(form, { step: 'password', email, password });
    expect(await asked.text()).toContain(TEXTS.en.codeLead(email));
    const code = await codeFor(email);
    if (old !== code) expect((await visitor.visit(form, { step: 'confirm', code: old })).status).toBe(422);
    expect((await visitor.visit(form, { step: 'confirm', code })).status).toBe(303);
    expect(await account(email)).toMatchObject({ UserStatus: 'CONFIRMED' });
  });

  test('is good for a day, and the page for a quarter of an hour', async () => {
    const email = newAddress();
    const { step } = await register(email);
    const code = await codeFor(email);
    clock += HOUR_MS / 4;
    expect((await step({ step: 'confirm', code })).status).toBe(400);
    clock += 24 * HOUR_MS;
    const { visitor, form } = await openForm(running);
    await visitor.visit(form, { step: 'password', email, password });
    clock += HOUR_MS / 4 - 1;
    expect((await visitor.visit(form, { step: 'confirm', code: await codeFor(email) })).status).toBe(303);
  });

  test('is worth nothing to somebody who has not registered here', async () => {
    const email = newAddress();
    await register(email);
    const { visitor, form } = await openForm(running);
    const answer = await visitor.visit(form, { step: 'confirm', code: await codeFor(email) });
    expect(answer.status).toBe(400);
  });
});

test('where registering is not open nobody is offered it, nor gets it by asking', async () => {
  const closed = await startIdentity();
  try {
    const { visitor, form } = await openForm(closed);
    expect(await (await visitor.visit(form)).text()).not.toContain(TEXTS.en.registerOffer);
    expect(await (await visitor.visit(new URL('?register', form))).text()).toContain(TEXTS.en.signInLead);
    const fields = { step: 'register', email: 'x@demo.example', password, again: password };
    expect((await visitor.visit(form, fields)).status).toBe(403);
    const user = { UserPoolId: USER_POOL_ID, Username: 'x@demo.example' };
    await expect(closed.identity.cognito('AdminGetUser', user)).rejects.toMatchObject({
      type: 'UserNotFoundException',
    });
  } finally {
    await closed.stop();
  }
});
