import { generateKeyPair, randomBytes } from 'node:crypto';
import { chmodSync, existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JSONWebKeySet, type JWK } from 'jose';
import * as z from 'zod';
import type { IdentityClient } from './contract.ts';

const storedRow = z.object({ value: z.string() });
const storedKey = z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string(), kid: z.string() });

/** What the provider must never lose: tokens and cookies made before a restart stay good after it. */
export interface Secrets {
  readonly signingKey: JWK;
  readonly publicKeys: JSONWebKeySet;
  readonly cookieKeys: readonly string[];
  readonly clientSecrets: ReadonlyMap<string, string>;
}

/** Reads the secrets from the state, making those that are not there yet. */
export async function loadSecrets(state: DatabaseSync, clients: readonly IdentityClient[]): Promise<Secrets> {
  closeToOthers(state);
  state.exec(
    'CREATE TABLE IF NOT EXISTS identity_secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT',
  );
  const read = state.prepare('SELECT value FROM identity_secrets WHERE name = ?');
  const write = state.prepare('INSERT INTO identity_secrets (name, value) VALUES (?, ?)');
  const once = async (name: string, make: () => string | Promise<string>): Promise<string> => {
    const stored = read.get(name);
    if (stored !== undefined) return storedRow.parse(stored).value;
    const made = await make();
    write.run(name, made);
    return made;
  };

  const signingKey = storedKey.parse(JSON.parse(await once('signing-key', makeSigningKey)));
  const clientSecrets = new Map<string, string>();
  for (const client of clients) {
    if (client.generateSecret)
      clientSecrets.set(client.id, await once(`client-secret:${client.id}`, randomText));
  }
  const { kty, n, e, kid } = signingKey;
  return {
    signingKey,
    publicKeys: { keys: [{ kty, n, e, kid, alg: 'RS256', use: 'sig' }] },
    cookieKeys: [await once('cookie-key', randomText)],
    clientSecrets,
  };
}

/** RSA, because the JWT authorizer of an HTTP API accepts RSA signatures only (API Gateway developer guide). */
async function makeSigningKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(storedKey.omit({ kid: true }).parse(jwk));
  return JSON.stringify({ ...jwk, kid, alg: 'RS256', use: 'sig' });
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}

/** Keys and password hashes are in the state: its files are for the owner alone (in-memory states have none). */
function closeToOthers(state: DatabaseSync): void {
  const file = state.location();
  for (const path of ['', '-wal', '-shm'].map((suffix) => `${file}${suffix}`)) {
    if (file !== null && existsSync(path)) chmodSync(path, 0o600);
  }
}
