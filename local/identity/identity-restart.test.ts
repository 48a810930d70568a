import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { DEMO_PASSWORD } from './demo-password.ts';
import { MACHINE_CLIENT, openForm, postToken, startIdentity, WEB_CLIENT } from './identity-on-loopback.ts';
import { signIn } from './sign-in.ts';

const email = 'anna@demo.example';

test('keys, secrets, refresh tokens and browser sessions live over a restart', async () => {
  const before = await startIdentity();
  await before.addPerson(email);
  const who = { url: before.url, email, password: DEMO_PASSWORD };
  const { access_token, refresh_token = '' } = await signIn(who);
  const browser = await openForm(before);
  await browser.follow(await browser.visitor.visit(browser.form, { step: 'password', ...who }));
  const secret = before.identity.clientSecret(MACHINE_CLIENT);
  await before.stop({ keepData: true });

  const after = await startIdentity({ dataDir: before.dataDir, port: before.port });
  await jwtVerify(access_token, createLocalJWKSet(after.identity.jwks));
  expect(after.identity.clientSecret(MACHINE_CLIENT)).toBe(secret);
  expect((await postToken(after, { grant_type: 'refresh_token', refresh_token })).status).toBe(200);
  const again = await openForm(after, {}, browser.visitor);
  expect(again.form.searchParams.get('code')).toBeTruthy();
  await after.stop();
});

test('rotation of refresh tokens, where the client asks for it, refuses the old one', async () => {
  const rotating = await startIdentity({
    clients: [
      {
        id: WEB_CLIENT,
        flows: ['code'],
        redirectUris: ['http://localhost:9/'],
        scopes: ['openid'],
        rotateRefreshTokens: true,
      },
    ],
  });
  await rotating.addPerson(email);
  const { refresh_token = '' } = await signIn({ url: rotating.url, email, password: DEMO_PASSWORD });
  const form = { grant_type: 'refresh_token', refresh_token };
  const renewed = (await (await postToken(rotating, form)).json()) as { refresh_token: string };
  expect(renewed.refresh_token).not.toBe(refresh_token);
  expect((await postToken(rotating, form)).status).toBe(400);
  await rotating.stop();
});
