import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO_PASSWORD } from './demo-password.ts';
import {
  openForm,
  type RunningIdentity,
  startIdentity,
  USER_POOL_ID,
  WEB_ORIGIN,
} from './identity-on-loopback.ts';
import { ATTEMPTS, LOCK_SECONDS } from './lockout.ts';
import { TEXTS } from './texts.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const email = 'anna@demo.example';
let running: RunningIdentity;
let clock = Date.parse('2026-03-02T09:00:00Z');

beforeAll(async () => {
  running = await startIdentity({ now: () => clock });
  await running.addPerson(email);
});
afterAll(() => running.stop());
// Whatever a test locked is open again in the next one.
beforeEach(() => {
  clock += 10 * LOCK_SECONDS * 1000;
});

const password = (value: string, who = email) => ({ step: 'password', email: who, password: value });

/** Types a password into a fresh form: the status and the page that come back. */
async function attempt(who: string, value: string): Promise<{ status: number; page: string }> {
  const { visitor, form } = await openForm(running);
  const response = await visitor.visit(form, password(value, who));
  return { status: response.status, page: await response.text() };
}

/** Invites somebody; the temporary password is what the invitation file says. */
async function invite(who: string): Promise<{ sub: string; temporary: string; file: string }> {
  const user = { UserPoolId: USER_POOL_ID, Username: who };
  const answer = await running.identity.cognito('AdminCreateUser', user);
  const { Username: sub } = (answer as { User: { Username: string } }).User;
  const file = join(running.dataDir, 'invitations', `${sub}.txt`);
  const [, temporary = ''] = /^Temporary password: (.+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  return { sub, temporary, file };
}

describe('the sign-in page', () => {
  test('speaks the language of the browser, or the one the application asks for', async () => {
    const { visitor, form } = await openForm(running);
    const russian = await visitor.visit(form, undefined, { 'Accept-Language': 'de, ru-RU;q=0.8, en;q=0.5' });
    expect(russian.headers.get('content-language')).toBe('ru');
    expect(await russian.text()).toContain(TEXTS.ru.signInLead);
    const english = await visitor.visit(form, undefined, { 'Accept-Language': 'fr' });
    expect(await english.text()).toContain(TEXTS.en.signInLead);
    const asked = await openForm(running, { ui_locales: 'ru' });
    const page = await asked.visitor.visit(asked.form, undefined, { 'Accept-Language': 'en' });
    expect(await page.text()).toContain('<html lang="ru">');
  });

  test('loads nothing, runs nothing, cannot be framed, and its form leads to known places only', async () => {
    const { visitor, form } = await openForm(running);
    const response = await visitor.visit(form);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`form-action 'self' ${running.url} ${WEB_ORIGIN};`);
    expect(policy).not.toContain('script-src');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const page = await response.text();
    expect(page).not.toMatch(/<script|https?:\/\//);
    const [, nonce] = /<style nonce="([^"]+)">/.exec(page) ?? [];
    expect(policy).toContain(`style-src 'nonce-${nonce}'`);
  });

  test('escapes what was typed and what the application hints', async () => {
    const evil = `"><script>alert('x')</script>@demo.example`;
    const { visitor, form } = await openForm(running, { login_hint: evil });
    const escaped = 'value="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;@demo.example"';
    expect(await (await visitor.visit(form)).text()).toContain(escaped);
    const typed = await (await visitor.visit(form, password('wrong', evil))).text();
    expect(typed).toContain(escaped);
    expect(typed).not.toContain('<script');
  });

  test('says the same for a wrong password, an unknown person and a disabled one', async () => {
    await running.addPerson('gone@demo.example');
    await running.identity.cognito('AdminDisableUser', {
      UserPoolId: USER_POOL_ID,
      Username: 'gone@demo.example',
    });
    const answers = [];
    for (const who of [email, 'nobody@demo.example', 'gone@demo.example']) {
      const { status, page } = await attempt(who, who === 'gone@demo.example' ? DEMO_PASSWORD : 'wrong');
      expect(status).toBe(401);
      expect(page).toContain(TEXTS.en.refused);
      answers.push(page.replaceAll(who, '').replace(/nonce="[^"]+"/, ''));
    }
    expect(new Set(answers).size).toBe(1);
  });

  test('takes the e-mail in any case and the password only as it is', async () => {
    expect((await attempt(' ANNA@Demo.Example ', DEMO_PASSWORD)).status).toBe(303);
    expect((await attempt(email, DEMO_PASSWORD.toUpperCase())).status).toBe(401);
  });
});

describe('a form that is not ours', () => {
  test('is refused without the cookie of its sign-in, and says how to start again', async () => {
    const { form } = await openForm(running);
    const response = await fetch(form, {
      method: 'POST',
      body: new URLSearchParams(password(DEMO_PASSWORD)),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(TEXTS.en.expiredTitle);
  });

  test("is refused with another sign-in's cookie and from another site", async () => {
    const first = await openForm(running);
    const second = await openForm(running);
    const mixed = await first.visitor.visit(second.form, password(DEMO_PASSWORD));
    expect(mixed.status).toBe(400);
    const foreign = { Origin: 'https://evil.example' };
    expect((await first.visitor.visit(first.form, password(DEMO_PASSWORD), foreign)).status).toBe(403);
    const own = { Origin: running.url };
    expect((await first.visitor.visit(first.form, password(DEMO_PASSWORD), own)).status).toBe(303);
  });

  test('is refused when it is longer than any honest one', async () => {
    const { visitor, form } = await openForm(running);
    expect((await visitor.visit(form, password('x'.repeat(20_000)))).status).toBe(413);
  });
});

describe('five failures', () => {
  test.each([email, 'nobody@demo.example'])('lock %s for a minute, the right password too', async (who) => {
    for (let time = 0; time < ATTEMPTS; time += 1) expect((await attempt(who, 'wrong')).status).toBe(401);
    clock += (LOCK_SECONDS - 1) * 1000;
    const { visitor, form } = await openForm(running);
    const locked = await visitor.visit(form, password(DEMO_PASSWORD, who));
    expect(locked.status).toBe(429);
    expect(locked.headers.get('retry-after')).toBe('1');
    expect(await locked.text()).toContain(TEXTS.en.locked);
    clock += 1000;
    expect((await attempt(who, DEMO_PASSWORD)).status).toBe(who === email ? 303 : 401);
  });

  test('at the same moment are counted as five', async () => {
    const who = 'hurried@demo.example';
    const answers = await Promise.all(Array.from({ length: 8 }, () => attempt(who, 'wrong')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  });
});

describe('a temporary password', () => {
  test('is in a file for the owner only, and the log says where but not what', async () => {
    const { temporary, file } = await invite('boris@demo.example');
    expect(temporary.length).toBeGreaterThanOrEqual(16);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(running.dataDir, 'invitations')).mode & 0o777).toBe(0o700);
    expect(statSync(join(running.dataDir, 'local.sqlite')).mode & 0o777).toBe(0o600);
    expect(running.logged.at(-1)).toContain('boris@demo.example');
    expect(running.logged.join('\n')).not.toContain(temporary);
  });

  test("is replaced by the person's own before anything opens", async () => {
    const who = 'vera@demo.example';
    const { sub, temporary } = await invite(who);
    const { visitor, form, follow } = await openForm(running);
    const asked = await visitor.visit(form, password(temporary, who));
    expect(asked.status).toBe(200);
    expect(await asked.text()).toContain(TEXTS.en.newPasswordTitle);

    const choose = (value: string, again = value) =>
      visitor.visit(form, { step: 'new-password', password: value, again });
    for (const [value, again, alert] of [
      ['Vera-own-2026!', 'Vera-own-2027!', TEXTS.en.different],
      ['Ve-1', 'Ve-1', TEXTS.en.flaws.short(8)],
      ['vera-own-2026!', 'vera-own-2026!', TEXTS.en.flaws.uppercase()],
      [DEMO_PASSWORD, DEMO_PASSWORD, TEXTS.en.published],
    ] as const) {
      const refused = await choose(value, again);
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain(alert);
    }
    const { at } = await follow(await choose('Vera-own-2026!'));
    expect(at.searchParams.get('code')).toBeTruthy();
    expect(readdirSync(join(running.dataDir, 'invitations'))).not.toContain(`${sub}.txt`);
    expect((await attempt(who, temporary)).status).toBe(401);
    expect((await attempt(who, 'Vera-own-2026!')).status).toBe(303);
  });

  test('opens the page for a new one only in the browser that gave it', async () => {
    await invite('galina@demo.example');
    const { visitor, form } = await openForm(running);
    const own = { step: 'new-password', password: 'Galina-own-2026!', again: 'Galina-own-2026!' };
    expect((await visitor.visit(form, own)).status).toBe(400);
  });

  test('alone gives no code, whatever address is tried next', async () => {
    const who = 'elena@demo.example';
    const { temporary } = await invite(who);
    const { visitor, form } = await openForm(running);
    await visitor.visit(form, password(temporary, who));
    const resumed = await visitor.visit(new URL(form.href.replace('/interaction/', '/auth/')));
    expect(resumed.headers.get('location')).toMatch(/^\/oidc\/interaction\//);
  });

  test('is refused after a week', async () => {
    const who = 'dmitry@demo.example';
    const { temporary } = await invite(who);
    clock += 7 * DAY_MS;
    const { status, page } = await attempt(who, temporary);
    expect(status).toBe(401);
    expect(page).toContain(TEXTS.en.outlived);
  });
});
