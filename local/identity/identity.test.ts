import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DEMO_PASSWORD } from './demo-password.ts';
import {
  MACHINE_CLIENT,
  openForm,
  postToken,
  type RunningIdentity,
  startIdentity,
  USER_POOL_ID,
  WEB_CLIENT,
  WEB_ORIGIN,
} from './identity-on-loopback.ts';
import { clientCredentialsToken, signIn } from './sign-in.ts';

const email = 'anna@demo.example';
const said = ['log', 'info', 'warn', 'error'] as const;
let running: RunningIdentity;
let sub: string;
let spies: ReturnType<typeof vi.spyOn>[];

beforeAll(async () => {
  spies = said.map((method) => vi.spyOn(console, method).mockImplementation(() => {}));
  running = await startIdentity();
  ({ sub } = await running.addPerson(email));
});
afterAll(async () => {
  await running.stop();
  // The provider warns on the console about every setting left to its development defaults.
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});

const person = () => ({ url: running.url, email, password: DEMO_PASSWORD });

/** A code for the web client, not yet exchanged. */
async function freshCode(): Promise<{ code: string; code_verifier: string; redirect_uri: string }> {
  const { visitor, form, verifier, follow } = await openForm(running);
  const { at } = await follow(
    await visitor.visit(form, { step: 'password', email, password: DEMO_PASSWORD }),
  );
  return {
    code: at.searchParams.get('code') ?? '',
    code_verifier: verifier,
    redirect_uri: `${running.url}/`,
  };
}

describe('discovery and keys', () => {
  test('every address is below the issuer, whatever host was asked', async () => {
    const response = await fetch(`http://127.0.0.1:${running.port}/oidc/.well-known/openid-configuration`);
    const document = (await response.json()) as Record<string, unknown>;
    expect(document).toMatchObject({
      issuer: `${running.url}/oidc`,
      authorization_endpoint: `${running.url}/oidc/auth`,
      token_endpoint: `${running.url}/oidc/token`,
      jwks_uri: `${running.url}/oidc/jwks`,
      end_session_endpoint: `${running.url}/oidc/session/end`,
      revocation_endpoint: `${running.url}/oidc/token/revocation`,
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      code_challenge_methods_supported: ['S256'],
      kartoteka_sign_in: { client_id: WEB_CLIENT, redirect_uri: `${running.url}/` },
    });
  });

  test('a sign-in begun at 127.0.0.1 is led to localhost, where its cookies will be', async () => {
    const response = await fetch(`http://127.0.0.1:${running.port}/oidc/auth?client_id=x`, {
      redirect: 'manual',
    });
    expect(response.status).toBe(307);
    expect(response.headers.get('location')).toBe(`${running.url}/oidc/auth?client_id=x`);
  });

  test('the served keys are the public halves that the gateway gets, and nothing more', async () => {
    const served = await (await fetch(`${running.url}/oidc/jwks`)).json();
    expect(served).toEqual(running.identity.jwks);
    expect(Object.keys(running.identity.jwks.keys[0] ?? {}).sort()).toEqual([
      'alg',
      'e',
      'kid',
      'kty',
      'n',
      'use',
    ]);
  });
});

describe('a person', () => {
  test('signs in with PKCE; the tokens verify and say what the service says', async () => {
    const tokens = await signIn(person());
    const remote = createRemoteJWKSet(new URL(`${running.url}/oidc/jwks`));
    const checks = { issuer: `${running.url}/oidc`, audience: WEB_CLIENT, algorithms: ['RS256'] };
    const { payload } = await jwtVerify(tokens.access_token, remote, checks);
    expect(payload).toMatchObject({
      sub,
      client_id: WEB_CLIENT,
      token_use: 'access',
      scope: 'openid email profile',
      username: sub,
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
    const id = await jwtVerify(tokens.id_token ?? '', createLocalJWKSet(running.identity.jwks), checks);
    expect(id.payload).toMatchObject({ sub, token_use: 'id', email, email_verified: false, name: 'Анна' });
  });

  test('gets nothing for a code with another verifier, with none, or a second time', async () => {
    const wrong = await freshCode();
    const form = { grant_type: 'authorization_code', ...wrong, code_verifier: 'x'.repeat(43) };
    const refused = await postToken(running, form);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: 'invalid_grant' });

    const { code_verifier, ...bare } = await freshCode();
    expect((await postToken(running, { grant_type: 'authorization_code', ...bare })).status).toBe(400);

    const good = { grant_type: 'authorization_code', ...bare, code_verifier };
    expect((await postToken(running, good)).status).toBe(200);
    expect((await postToken(running, good)).status).toBe(400);
  });

  test('cannot begin without PKCE or with an unknown address to return to', async () => {
    const plain = await openForm(running, { code_challenge_method: 'plain' });
    expect(plain.form.searchParams.get('error')).toBe('invalid_request');
    const elsewhere = await fetch(
      `${running.url}/oidc/auth?client_id=${WEB_CLIENT}&response_type=code&redirect_uri=https://evil.example/`,
      { redirect: 'manual' },
    );
    expect(elsewhere.status).toBe(400);
  });

  test('renews the tokens with a refresh token, which stays good, until it is revoked', async () => {
    const { refresh_token = '' } = await signIn(person());
    const form = { grant_type: 'refresh_token', refresh_token };
    for (const _time of [1, 2]) {
      const renewed = await postToken(running, form);
      expect(renewed.status).toBe(200);
      expect(decodeJwt(((await renewed.json()) as { access_token: string }).access_token).sub).toBe(sub);
    }
    const body = new URLSearchParams({ client_id: WEB_CLIENT, token: refresh_token });
    expect((await fetch(`${running.url}/oidc/token/revocation`, { method: 'POST', body })).status).toBe(200);
    expect((await postToken(running, form)).status).toBe(400);
  });

  test('loses refresh tokens and session when disabled, and has to sign in again when enabled', async () => {
    const carol = await running.addPerson('carol@demo.example');
    const credentials = { email: 'carol@demo.example', password: DEMO_PASSWORD };
    const { visitor, form, verifier, follow } = await openForm(running);
    const { at } = await follow(await visitor.visit(form, { step: 'password', ...credentials }));
    const code = {
      code: at.searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: `${running.url}/`,
    };
    const issued = await postToken(running, { grant_type: 'authorization_code', ...code });
    const { refresh_token } = (await issued.json()) as { refresh_token: string };

    const user = { UserPoolId: USER_POOL_ID, Username: carol.sub };
    await running.identity.cognito('AdminDisableUser', user);
    await expect(signIn({ url: running.url, ...credentials })).rejects.toMatchObject({ kind: 'refused' });
    await running.identity.cognito('AdminEnableUser', user);
    expect((await postToken(running, { grant_type: 'refresh_token', refresh_token })).status).toBe(400);
    const again = await openForm(running, {}, visitor);
    expect(again.form.pathname).toMatch(/^\/oidc\/interaction\//);
    await signIn({ url: running.url, ...credentials });
  });

  test('with a session needs no form; signing out asks, then ends the session and no refresh token', async () => {
    const first = await openForm(running);
    const password = { step: 'password', email, password: DEMO_PASSWORD };
    const { at } = await first.follow(await first.visitor.visit(first.form, password));
    const code = { code: at.searchParams.get('code') ?? '', code_verifier: first.verifier };
    const exchange = { grant_type: 'authorization_code', redirect_uri: `${running.url}/`, ...code };
    const { refresh_token } = (await (await postToken(running, exchange)).json()) as {
      refresh_token: string;
    };
    const second = await openForm(running, {}, first.visitor);
    expect(second.form.searchParams.get('code')).toBeTruthy();

    const end = new URL(`${running.url}/oidc/session/end?client_id=${WEB_CLIENT}`);
    end.searchParams.set('post_logout_redirect_uri', `${running.url}/`);
    const page = await (await first.visitor.visit(end, undefined, { 'Accept-Language': 'ru' })).text();
    expect(page).toContain('<h1>Выйти?</h1>');
    expect(page).toContain('<a class="quiet" href="/">Остаться</a>');
    const [, action = ''] = /action="([^"]+)"/.exec(page) ?? [];
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
    const done = await first.visitor.visit(new URL(action), { xsrf, logout: 'yes' });
    expect(done.headers.get('location')).toBe(`${running.url}/`);
    expect((await openForm(running, {}, first.visitor)).form.pathname).toMatch(/^\/oidc\/interaction\//);
    expect((await postToken(running, { grant_type: 'refresh_token', refresh_token })).status).toBe(200);
  });
});

describe('a program', () => {
  test('gets a token for its secret, with all its scopes, and none for another secret', async () => {
    const clientSecret = running.identity.clientSecret(MACHINE_CLIENT) ?? '';
    const client = { url: running.url, clientId: MACHINE_CLIENT, clientSecret };
    const token = await clientCredentialsToken(client);
    const { payload } = await jwtVerify(token, createLocalJWKSet(running.identity.jwks));
    expect(payload).toMatchObject({
      sub: MACHINE_CLIENT,
      client_id: MACHINE_CLIENT,
      aud: MACHINE_CLIENT,
      token_use: 'access',
      scope: 'kartoteka/api',
    });
    expect(payload).not.toHaveProperty('username');
    await expect(clientCredentialsToken({ ...client, clientSecret: 'wrong' })).rejects.toThrow(
      'invalid_client',
    );
    await expect(clientCredentialsToken({ ...client, scope: 'openid' })).rejects.toThrow('invalid_scope');
  });
});

describe('a page of another site', () => {
  const token = () => `${running.url}/oidc/token`;
  const preflight = (Origin: string) =>
    fetch(token(), { method: 'OPTIONS', headers: { Origin, 'Access-Control-Request-Method': 'POST' } });

  test('may not call the token endpoint; the web client of a registered address may', async () => {
    const foreign = await preflight('https://evil.example');
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const own = await preflight(WEB_ORIGIN);
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([204, WEB_ORIGIN]);

    const form = { grant_type: 'refresh_token', refresh_token: 'unknown' };
    const posted = await postToken(running, form, { Origin: 'https://evil.example' });
    expect([posted.status, posted.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const answered = await postToken(running, form, { Origin: WEB_ORIGIN });
    expect([answered.status, answered.headers.get('access-control-allow-origin')]).toEqual([400, WEB_ORIGIN]);
  });
});

test('an address that leads nowhere is not found, a sign-in that nobody began has expired', async () => {
  expect((await fetch(`${running.url}/oidc//[`)).status).toBe(404);
  expect((await fetch(`${running.url}/oidc`)).status).toBe(404);
  expect((await fetch(`${running.url}/oidc/interaction/unknown`)).status).toBe(400);
});
